package dev.jetbridge.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: a delay drawn evenly between nothing and a ceiling that
 * doubles with each fruitless attempt. Many clients cut off at once so come back spread out.
 *
 * @param base the first ceiling
 * @param cap the highest
 */
record BackOff(Duration base, Duration cap) {
  static final BackOff DEFAULT = new BackOff(Duration.ofMillis(500), Duration.ofSeconds(30));

  private static final int MAX_DOUBLINGS = 30;

  BackOff {
    if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "back-off from " + base + " to " + cap + " found, expected 0 < base <= cap");
    }
  }

  /** The ceiling after so many fruitless attempts, 0 for the first. */
  Duration ceiling(int fruitless) {
    Duration doubled = base.multipliedBy(1L << Math.min(Math.max(fruitless, 0), MAX_DOUBLINGS));
    return doubled.compareTo(cap) < 0 ? doubled : cap;
  }

  Duration draw(int fruitless, RandomGenerator random) {
    return Duration.ofNanos(random.nextLong(ceiling(fruitless).toNanos() + 1));
  }
}
