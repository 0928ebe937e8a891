package dev.jetbridge.loadtest.measure;

import java.time.Instant;

/**
 * Nanoseconds since 1970, even and monotonic: the wall clock read once, {@link System#nanoTime}
 * from then on. Processes on one machine agree to a few microseconds. Any thread.
 */
public final class RunClock {
  private final long wall;
  private final long nanos;

  private RunClock(long wall, long nanos) {
    this.wall = wall;
    this.nanos = nanos;
  }

  /** A clock set now. */
  public static RunClock set() {
    // The reading with the shortest way between the two: the thread was not put aside there.
    long shortest = Long.MAX_VALUE;
    RunClock best = new RunClock(0, 0);
    for (int attempt = 0; attempt < 20; attempt++) {
      long before = System.nanoTime();
      Instant now = Instant.now();
      long after = System.nanoTime();
      if (after - before < shortest) {
        shortest = after - before;
        long wall = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        best = new RunClock(wall, before + (after - before) / 2);
      }
    }
    return best;
  }

  public long now() {
    return wall + (System.nanoTime() - nanos);
  }

  /** The time of this clock at a {@link System#nanoTime}. */
  public long at(long nanoTime) {
    return wall + (nanoTime - nanos);
  }

  /** The {@link System#nanoTime} at a time of this clock. */
  public long nanoTime(long time) {
    return nanos + (time - wall);
  }
}
