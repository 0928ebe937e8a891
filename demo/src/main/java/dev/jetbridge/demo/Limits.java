package dev.jetbridge.demo;

import java.time.Duration;

/**
 * When a demo ends by itself.
 *
 * @param count of events to publish
 * @param duration to publish for
 */
record Limits(long count, Duration duration) {
  /** Never. */
  static final Limits NONE = new Limits(Long.MAX_VALUE, Duration.ofNanos(Long.MAX_VALUE));

  Limits {
    if (count < 1 || duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "count %d and duration %s, expected more than 0".formatted(count, duration));
    }
  }

  boolean allow(long published, long nanosSinceStart) {
    return published < count && nanosSinceStart < duration.toNanos();
  }
}
