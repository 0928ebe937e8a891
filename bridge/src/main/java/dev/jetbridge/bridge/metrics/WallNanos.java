package dev.jetbridge.bridge.metrics;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The wall clock in nanoseconds since 1970, for the hot path: read once a second, and carried on in
 * between by a clock that is cheaper and makes no objects. Thread-safe.
 */
final class WallNanos {
  private static final long SECOND = 1_000_000_000L;

  private final Clock clock;
  private final LongSupplier ticks;
  private volatile Reading reading;

  /** What both clocks showed at one moment. */
  private record Reading(long ticks, long wall) {}

  /**
   * A clock carried on by another.
   *
   * @param ticks nanoseconds from no particular moment, never going back
   */
  WallNanos(Clock clock, LongSupplier ticks) {
    this.clock = clock;
    this.ticks = ticks;
    this.reading = read(ticks.getAsLong());
  }

  private Reading read(long now) {
    return new Reading(now, of(clock.instant()));
  }

  long now() {
    long now = ticks.getAsLong();
    Reading last = reading;
    long since = now - last.ticks;
    if (since > SECOND) {
      // Stepped or slewed meanwhile: whatever it shows is right.
      last = read(now);
      reading = last;
      since = 0;
    }
    return last.wall + since;
  }

  /** An instant in nanoseconds since 1970; until 2262. */
  static long of(Instant instant) {
    return instant.getEpochSecond() * SECOND + instant.getNano();
  }
}
