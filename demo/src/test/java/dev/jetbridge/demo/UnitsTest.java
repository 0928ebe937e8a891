package dev.jetbridge.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

@DisplayName("On the command line")
class UnitsTest {

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "24h,PT24H", "7d,PT168H"})
  @DisplayName("a duration has a unit")
  void duration(String text, Duration duration) {
    assertThat(new Units.DurationConverter().convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"100B,100", "512KiB,524288", "256MiB,268435456", "2GiB,2147483648"})
  @DisplayName("a size has a unit")
  void size(String text, long bytes) {
    assertThat(new Units.SizeConverter().convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "30 s", "1y", "9999999999s"})
  @DisplayName("anything else is refused, with what was found and what was expected")
  void refused(String text) {
    assertThatThrownBy(() -> new Units.DurationConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "', expected");
    assertThatThrownBy(() -> new Units.SizeConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "', expected");
  }
}
