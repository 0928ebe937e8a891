package dev.jetbridge.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a budget of frames")
class FrameBudgetTest {
  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - SECOND / 2, Long.MIN_VALUE})
  @DisplayName("lasts for a second's worth at once, wherever the clock stands")
  void atOnce(long now) {
    FrameBudget budget = new FrameBudget(3, now);

    assertThat(budget.take(now)).isTrue();
    assertThat(budget.take(now)).isTrue();
    assertThat(budget.take(now)).isTrue();
    assertThat(budget.take(now)).isFalse();
    assertThat(budget.take(now + SECOND / 3)).isTrue();
    assertThat(budget.take(now + SECOND / 3)).isFalse();
  }

  @Test
  @DisplayName("is never used up at the rate itself")
  void atTheRate() {
    FrameBudget budget = new FrameBudget(100, 0);

    for (int i = 0; i < 1_000; i++) {
      assertThat(budget.take(i * (SECOND / 100))).isTrue();
    }
  }

  @Test
  @DisplayName("does not grow beyond a second's worth")
  void doesNotGrow() {
    FrameBudget budget = new FrameBudget(1, 0);

    assertThat(budget.take(3600 * SECOND)).isTrue();
    assertThat(budget.take(3600 * SECOND)).isFalse();
  }
}
