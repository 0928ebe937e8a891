package dev.jetbridge.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.loadtest.measure.Quantiles;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A run is")
class SaturationTest {
  private static Quantiles p99(double micros) {
    return new Quantiles(100, micros, micros, micros, micros, micros, micros);
  }

  @Test
  @DisplayName("valid where the generator kept up")
  void valid() {
    assertThat(
            new Saturation(p99(5_000), p99(1_900), p99(2_400), p99(1_200), 0.5, 0.9, 100, 99.5)
                .judge()
                .valid())
        .isTrue();
  }

  @Test
  @DisplayName("valid where nothing is measured but the viewers")
  void idle() {
    Quantiles none = new Quantiles(0, 0, 0, 0, 0, 0, 0);
    assertThat(new Saturation(none, none, p99(50_000), none, 0, 1, 0, 0).judge().valid()).isTrue();
  }

  @Test
  @DisplayName("invalid, with every reason, where it did not")
  void invalid() {
    assertThat(
            new Saturation(p99(5_000), p99(2_600), p99(4_000), p99(2_100), 0.95, 0.97, 100, 98)
                .judge()
                .reasons())
        .hasSize(6)
        .anyMatch(reason -> reason.contains("published 98.0"))
        .anyMatch(reason -> reason.contains("loops were busy 95 %"))
        .anyMatch(reason -> reason.contains("processors were busy 97 %"))
        .anyMatch(reason -> reason.contains("sent late: p99 2.6 ms"))
        .anyMatch(reason -> reason.contains("to read them: p50 2.1 ms"))
        .anyMatch(reason -> reason.contains("loops were late: p99 4.0 ms"));
  }
}
