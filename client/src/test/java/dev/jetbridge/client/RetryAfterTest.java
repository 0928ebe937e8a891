package dev.jetbridge.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Retry-After")
class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  @DisplayName("is seconds or a date")
  void understood() {
    assertThat(RetryAfter.parse("0", NOW)).isZero();
    assertThat(RetryAfter.parse(" 120 ", NOW)).isEqualTo(Duration.ofMinutes(2));
    assertThat(RetryAfter.parse("Thu, 01 Jan 2026 00:00:30 GMT", NOW)).hasSeconds(30);
    assertThat(RetryAfter.parse("Wed, 31 Dec 2025 23:00:00 GMT", NOW)).isZero();
  }

  @ParameterizedTest
  @DisplayName("that is neither is as good as none")
  @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999", "\u0663"})
  void ignored(String value) {
    assertThat(RetryAfter.parse(value, NOW)).isNull();
  }
}
