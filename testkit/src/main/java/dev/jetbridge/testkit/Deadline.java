package dev.jetbridge.testkit;

import java.time.Duration;

/** A moment of the monotonic clock after which a wait has failed. */
record Deadline(long nanos) {

  /** One that no test lives to see. */
  static Deadline never() {
    return in(Duration.ofDays(365));
  }

  static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  boolean hasPassed() {
    return System.nanoTime() - nanos >= 0;
  }

  /** The time left in milliseconds, at least 1: sockets take 0 for "no limit". */
  int remainingMillis() {
    long left = (nanos - System.nanoTime()) / 1_000_000;
    return Math.clamp(left, 1, Integer.MAX_VALUE);
  }
}
