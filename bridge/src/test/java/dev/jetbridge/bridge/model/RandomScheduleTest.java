package dev.jetbridge.bridge.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.testkit.Clause;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A bridge under random schedules")
class RandomScheduleTest {
  /** More by {@code -Djetbridge.model.schedules=N}; another start by {@code ...seed=S}. */
  private static final int SCHEDULES = Integer.getInteger("jetbridge.model.schedules", 3_000);

  private static final long SEED = Long.getLong("jetbridge.model.seed", 1);
  private static final int STEPS = 150;

  @Test
  @Clause({"P-4.1", "P-4.3", "P-4.4", "P-4.5", "P-5.4", "P-6.3", "P-6.4"})
  @DisplayName("passes over no event unseen, whatever happens to stream, broker and clients")
  void neverLies() {
    long events = 0;
    long clients = 0;
    Map<CloseReason, Integer> closes = new EnumMap<>(CloseReason.class);
    for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
      SimWorld world = new SimWorld(seed);
      try {
        for (int step = 0; step < STEPS; step++) {
          world.happen();
        }
        world.settle();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("schedule of seed " + seed, e);
      }
      for (SimClient client : world.clients) {
        clients++;
        events += client.events;
        if (client.closed != null) {
          closes.merge(client.closed, 1, Integer::sum);
        }
      }
    }
    // Schedules in which nothing happens would prove nothing.
    assertThat(events).isGreaterThan(50L * SCHEDULES);
    assertThat(clients).isGreaterThan(2L * SCHEDULES);
    if (SCHEDULES >= 1000) {
      assertThat(closes)
          .containsKeys(
              CloseReason.RETENTION_EXHAUSTED,
              CloseReason.CURSOR_AHEAD,
              CloseReason.STREAM_REPLACED);
    }
  }
}
