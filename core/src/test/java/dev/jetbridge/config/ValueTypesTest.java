package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A value's text")
class ValueTypesTest {
  @Nested
  @DisplayName("of a duration")
  class OfADuration {
    private final ValueType<Duration> type =
        Types.duration(Duration.ofMillis(1), Duration.ofDays(100));

    @ParameterizedTest
    @CsvSource({
      "500ms,PT0.5S,500ms",
      "50s,PT50S,50s",
      "10m,PT10M,10m",
      "1h30m,PT1H30M,1h30m",
      "90m,PT1H30M,1h30m",
      "1d,P1D,1d",
      "2d3h4m5s6ms,P2DT3H4M5.006S,2d3h4m5s6ms",
      "0s,PT0S,0s",
    })
    @DisplayName("is read with its units and written back with the largest")
    void reads(String text, Duration value, String written) {
      assertThat(type.parse(text)).isEqualTo(value);
      assertThat(type.format(value)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", "5", "0", "5 s", "-5s", "5S", "1.5s", "30m1h", "s", "PT5S", "9999999999s"})
    @DisplayName("is no duration without its unit, out of order or in any other form")
    void refuses(String text) {
      assertThatThrownBy(() -> type.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  @DisplayName("of a size")
  class OfASize {
    private final ValueType<Long> type = Types.size(0, Long.MAX_VALUE);

    @ParameterizedTest
    @CsvSource({
      "512B,512,512B",
      "64KiB,65536,64KiB",
      "1MiB,1048576,1MiB",
      "1MB,1000000,1000000B",
      "1kB,1000,1000B",
      "1KB,1000,1000B",
      "2GiB,2147483648,2GiB",
      "1GB,1000000000,1000000000B",
      "0B,0,0B",
    })
    @DisplayName("is read with its unit and written back exactly")
    void reads(String text, long value, String written) {
      assertThat(type.parse(text)).isEqualTo(value);
      assertThat(type.format(value)).isEqualTo(written);
      assertThat(type.parse(written)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "64",
          "64 KiB",
          "64kib",
          "64k",
          "1.5MiB",
          "-1KiB",
          "KiB",
          "999999999999999GiB",
        })
    @DisplayName("is no size without its unit, too large for a number, or in any other form")
    void refuses(String text) {
      assertThatThrownBy(() -> type.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
