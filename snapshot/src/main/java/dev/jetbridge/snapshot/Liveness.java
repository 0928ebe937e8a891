package dev.jetbridge.snapshot;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a source is judged by what was last heard of it.
 *
 * @param lateAfter the age beyond which it is late, above zero
 * @param silentAfter the age beyond which it is silent, above {@code lateAfter}
 * @param heartbeat events of these types are its signs of life; null where every event is. A source
 *     that never sent one is judged by all of its events, since not every source has a heart
 */
public record Liveness(Duration lateAfter, Duration silentAfter, @Nullable TypePattern heartbeat) {
  public Liveness {
    if (!lateAfter.isPositive() || silentAfter.compareTo(lateAfter) <= 0) {
      throw new IllegalArgumentException(
          "late after "
              + lateAfter
              + " and silent after "
              + silentAfter
              + " found, expected the first above zero and the second above it");
    }
  }

  /** What a source is called. */
  public enum State {
    LIVE,
    LATE,
    SILENT
  }

  /** The state at a moment of a source that was last heard at another, later ones included. */
  public State at(Instant now, Instant heard) {
    Duration age = Duration.between(heard, now);
    if (age.compareTo(lateAfter) <= 0) {
      return State.LIVE;
    }
    return age.compareTo(silentAfter) <= 0 ? State.LATE : State.SILENT;
  }
}
