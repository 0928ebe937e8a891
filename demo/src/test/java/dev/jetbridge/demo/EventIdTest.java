package dev.jetbridge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An event id")
class EventIdTest {

  @ParameterizedTest
  @CsvSource({"0,1", "-1,42", "9223372036854775807,123456789012", "-9223372036854775808,99999999"})
  @DisplayName("is read as it was written")
  void roundTrip(long seed, long serial) {
    EventId id = new EventId(seed, serial);
    assertThat(EventId.parse(id.toString())).contains(id);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "order-17",
        "00000000000000ff-00000000",
        "00000000000000ff-0000001",
        "00000000000000FF-00000001",
        "00000000000000ff-9999999999999999999"
      })
  @DisplayName("is not seen in the message ids of others")
  void foreign(String text) {
    assertThat(EventId.parse(text)).isEmpty();
  }
}
