package dev.jetbridge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A broker's time")
class BrokerTimeTest {
  @ParameterizedTest
  @DisplayName("is read to the nanosecond, as the JDK reads it")
  @ValueSource(
      strings = {
        "2026-01-31T12:34:56Z",
        "2026-01-31T12:34:56.1Z",
        "2026-01-31T12:34:56.120Z",
        "2024-02-29T23:59:59.000000001Z",
        "1969-12-31T23:59:59.999999999Z",
        "0001-01-01T00:00:00Z",
        "2026-01-31T12:34:56.5+02:00"
      })
  void reads(String text) {
    assertThat(BrokerTime.decode(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @DisplayName("that is none is a breach")
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-01-31",
        "2026-02-30T12:34:56Z",
        "2026-01-31T24:00:01Z",
        "2026-01-31T12:34:56",
        "2026-01-31T12:34:56.1234567890Z",
        "2026-01-31T12:34:56,5Z",
        "2026-01-31T12:34:5xZ",
        "+026-01-31T12:34:56Z",
        "2026/01/31T12:34:56Z"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> BrokerTime.decode(text)).isInstanceOf(ContractBreach.class);
  }
}
