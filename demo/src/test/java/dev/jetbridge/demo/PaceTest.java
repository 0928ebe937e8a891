package dev.jetbridge.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A pace of 20 events a second")
class PaceTest {
  private static final long START = -5_000_000_000L;
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;

  private final Pace pace = new Pace(20, START);

  @Test
  @DisplayName("makes an event due every 50 ms, whenever the ones before were published")
  void due() {
    assertThat(pace.nanosUntil(0, START)).isZero();
    assertThat(pace.nanosUntil(1, START)).isEqualTo(50 * MILLISECOND);
    assertThat(pace.nanosUntil(2, START + 99 * MILLISECOND)).isEqualTo(MILLISECOND);
    assertThat(pace.nanosUntil(20, START)).isEqualTo(SECOND);
  }

  @Test
  @DisplayName("makes up for what is late")
  void late() {
    assertThat(pace.nanosUntil(1, START + 5 * SECOND)).isZero();
    assertThat(pace.nanosUntil(100, START + 5 * SECOND)).isZero();
    assertThat(pace.nanosUntil(101, START + 5 * SECOND)).isEqualTo(50 * MILLISECOND);
  }

  @Test
  @DisplayName("lets go of what is later than ten seconds")
  void outage() {
    long now = START + 3_600 * SECOND;
    assertThat(pace.nanosUntil(1, now)).isZero();
    assertThat(pace.nanosUntil(1 + 10 * 20, now)).isZero();
    assertThat(pace.nanosUntil(1 + 10 * 20 + 1, now)).isEqualTo(50 * MILLISECOND);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  @DisplayName("cannot be less than something")
  void refused(double rate) {
    assertThatThrownBy(() -> new Pace(rate, 0)).hasMessageContaining("expected more than 0");
  }
}
