package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The JWT in a credentials file")
class UserJwtTest {
  private static final UserJwt SILENT = new UserJwt(null, null);

  private static byte[] file(String claims) {
    String payload =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return """
    -----BEGIN NATS USER JWT-----
    eyJ0eXAiOiJKV1QiLCJhbGciOiJlZDI1NTE5LW5rZXkifQ.%s.c2ln
    ------END NATS USER JWT------

    ************************* IMPORTANT *************************
    NKEY Seed printed below can be used to sign and prove identity.

    -----BEGIN USER NKEY SEED-----
    SUAEXAMPLE
    ------END USER NKEY SEED------
    """
        .formatted(payload)
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  @DisplayName("says when it was issued and when it expires")
  void times() {
    assertThat(UserJwt.of(file("{\"iat\":1700000000,\"exp\":1700000005}")))
        .isEqualTo(
            new UserJwt(
                Instant.ofEpochSecond(1_700_000_000), Instant.ofEpochSecond(1_700_000_005)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"exp\":0}",
        "{\"exp\":-1}",
        "{\"exp\":\"soon\"}",
        "{\"exp\":1.5}",
        "[]",
        "{",
        "null"
      })
  @DisplayName("does not expire where it names no time that could be one")
  void noTime(String claims) {
    assertThat(UserJwt.of(file(claims))).isEqualTo(SILENT);
  }

  @Test
  @DisplayName("may be of a time beyond all that can be written")
  void farAway() {
    assertThat(UserJwt.of(file("{\"exp\":9223372036854775807}")).expires())
        .isEqualTo(Instant.ofEpochSecond(Instant.MAX.getEpochSecond()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no token", "a.b", "....", "a.!.c", "\0\1\2"})
  @DisplayName("may be missing")
  void missing(String content) {
    assertThat(UserJwt.of(content.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(SILENT);
  }
}
