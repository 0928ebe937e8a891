package dev.jetbridge.bridge.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.jetbridge.config.Secret;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A text that is logged")
class RedactionTest {
  private final Redaction redaction = Redaction.knowing(List.of());

  @ParameterizedTest
  @MethodSource("dev.jetbridge.bridge.log.PlantedSecret#all")
  @DisplayName("loses its secret and keeps what stands around it")
  void masked(PlantedSecret planted) {
    String clean = redaction.apply("before " + planted.text() + " after");
    assertThat(clean)
        .startsWith("before ")
        .endsWith(" after")
        .contains(Secret.MASK)
        .doesNotContain(planted.secret());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "session 7f3a ended: 4408 send-timeout, 31 s, 120 events, 9000 bytes, cursor 512",
        "listening on http://0.0.0.0:8080 and https://[::1]:8443/ws/events?since=1&subject=a.>",
        "token ops (1a2b3c4d) expires 2026-01-01T00:00:00Z",
        "stream ORDERS, subjects [orders.>], mail me@example.org",
        "STREAM_NAME_IN_CAPITALS_THAT_IS_VERY_LONG_INDEED_AND_EVEN_LONGER",
        "password-file is /run/secrets/x",
        "",
      })
  @DisplayName("stays as it is where there is no secret in it")
  void untouched(String text) {
    assertThat(redaction.apply(text)).isEqualTo(text);
  }

  @Test
  @DisplayName("loses every secret that the process knows, whatever stands around it")
  void known() {
    Redaction knowing =
        Redaction.knowing(
            List.of(new Secret("hunter2"), new Secret("hunter2andMore"), new Secret("abc")));
    assertThat(knowing.apply("xhunter2andMorex hunter2 abc")).isEqualTo("x********x ******** abc");
  }

  @Test
  @DisplayName("is cut where it is longer than anybody reads")
  void cut() {
    assertThat(redaction.apply("x".repeat(100_000))).hasSize((64 << 10) + 9).endsWith("... (cut)");
  }

  @Test
  @DisplayName("loses a secret also where it is cut in the middle of it")
  void cutWithin() {
    Redaction knowing = Redaction.knowing(List.of(new Secret("hunter2hunter2")));
    for (String secret : List.of("hunter2hunter2", "nats://me:pass-word-of-mine@broker")) {
      for (int shown = 1; shown < secret.length(); shown++) {
        String text = "x".repeat((64 << 10) - shown - 1) + " " + secret + " and more";
        assertThat(knowing.apply(text)).doesNotContain("hunt", "pass").contains("... (cut)");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "://",
        "@://",
        "eyJaaaaa-",
        "bearer ",
        "authorization:",
        "token=\"\\",
        "-----BEGIN PRIVATE KEY-----",
        "SUAAAA",
        "?key="
      })
  @Timeout(20)
  @DisplayName("takes no longer where somebody made it to take long")
  void hostile(String repeated) {
    String text = repeated.repeat((64 << 10) / repeated.length());
    assertThatNoException().isThrownBy(() -> redaction.apply(text));
  }
}
