package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.config.NatsSettings;
import dev.jetbridge.config.NatsTlsSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Who the bridge is to the broker")
class IdentityTest {
  private static final Instant ISSUED = Instant.ofEpochSecond(1_700_000_000);

  @TempDir Path directory;

  private NatsSettings settings(@Nullable Path creds, @Nullable Path authorities) {
    return new NatsSettings(
        List.of("nats://127.0.0.1:1"),
        creds,
        null,
        null,
        null,
        new NatsTlsSettings(authorities, null, null));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private Identity issuedFor(long seconds) throws IOException {
    String claims =
        "{\"iat\":%d,\"exp\":%d}"
            .formatted(ISSUED.getEpochSecond(), ISSUED.getEpochSecond() + seconds);
    String payload =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.US_ASCII));
    return Identity.read(settings(file("creds", "e30." + payload + ".c2ln"), null));
  }

  @Test
  @DisplayName("is the same for the same bytes, wherever they lie, and another for others")
  void sameBytes() throws IOException {
    Identity one = Identity.read(settings(file("a", "seed"), null));
    assertThat(Identity.read(settings(file("b", "seed"), null))).isEqualTo(one);
    assertThat(Identity.read(settings(file("a", "seed2"), null))).isNotEqualTo(one);
    assertThat(one.toString()).doesNotContain("seed");
  }

  @Test
  @DisplayName("is another when the files of TLS are")
  void tls() throws IOException {
    Identity one = Identity.read(settings(null, file("ca", "one")));
    assertThat(Identity.read(settings(null, file("ca", "two")))).isNotEqualTo(one);
    assertThat(one.handler()).isNull();
    assertThat(one.expires()).isNull();
  }

  @Test
  @DisplayName("is unknown where a file is missing or too large")
  void unreadable() throws IOException {
    assertThatThrownBy(() -> Identity.read(settings(directory.resolve("none"), null)))
        .isInstanceOf(IOException.class);
    Path large = file("large", "x".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> Identity.read(settings(large, null)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected at most");
  }

  @Test
  @DisplayName("expires, and says so from a quarter of its time before")
  void expiry() throws IOException {
    Identity hour = issuedFor(3_600);
    assertThat(hour.isExpiring(ISSUED.plusSeconds(2_699))).isFalse();
    assertThat(hour.isExpiring(ISSUED.plusSeconds(2_701))).isTrue();
    assertThat(hour.isExpired(ISSUED.plusSeconds(3_590))).isFalse();
    assertThat(hour.isExpired(ISSUED.plusSeconds(3_600))).isTrue();
  }

  @Test
  @DisplayName("that lasts for months says so a day before")
  void expiryOfMonths() throws IOException {
    long days = 90 * 86_400L;
    Identity months = issuedFor(days);
    assertThat(months.isExpiring(ISSUED.plusSeconds(days - 86_401))).isFalse();
    assertThat(months.isExpiring(ISSUED.plusSeconds(days - 86_399))).isTrue();
  }

  @Test
  @DisplayName("is told by what the broker says, and where it says nothing by its own time")
  void verdicts() throws IOException {
    Identity hour = issuedFor(3_600);
    Identity other = issuedFor(7_200);
    Instant good = ISSUED.plusSeconds(60);
    Instant late = ISSUED.plusSeconds(3_601);

    assertThat(Verdict.of("'User Authentication Expired'", hour, null, good))
        .isEqualTo(Verdict.EXPIRED);
    assertThat(Verdict.of("'User Authentication Revoked'", hour, null, good))
        .isEqualTo(Verdict.REVOKED);
    assertThat(Verdict.of("Authorization Violation", hour, null, good)).isEqualTo(Verdict.REFUSED);
    assertThat(Verdict.of("Authorization Violation", hour, null, late)).isEqualTo(Verdict.EXPIRED);
    assertThat(Verdict.of("Authorization Violation", hour, hour, good)).isEqualTo(Verdict.REVOKED);
    assertThat(Verdict.of("Authorization Violation", other, hour, good)).isEqualTo(Verdict.REFUSED);
    assertThat(Verdict.of("Connection refused", hour, hour, late)).isEqualTo(Verdict.UNREACHABLE);
    assertThat(Verdict.of("", hour, null, late)).isEqualTo(Verdict.UNREACHABLE);
  }
}
