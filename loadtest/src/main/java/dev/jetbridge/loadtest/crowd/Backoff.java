package dev.jetbridge.loadtest.crowd;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next attempt: doubling from 50 ms to 2 s, half of it by chance. */
final class Backoff {
  private static final long FIRST_MILLIS = 50;
  private static final int DOUBLINGS = 5;
  private static final long LONGEST_MILLIS = 2_000;

  private int failures;

  void succeeded() {
    failures = 0;
  }

  long nextMillis() {
    long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures++, DOUBLINGS + 1));
    return full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
  }
}
