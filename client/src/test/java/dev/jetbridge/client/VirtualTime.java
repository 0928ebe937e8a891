package dev.jetbridge.client;

import java.util.concurrent.locks.Condition;

/** Time that passes only while a feed waits, and then at once. */
final class VirtualTime implements Timepiece {
  private long now = 1_000;
  private int waits;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void await(Condition condition, long nanos) {
    waits++;
    if (waits > 100_000) {
      throw new AssertionError("a feed that waits for ever");
    }
    now += nanos;
  }

  void pass(java.time.Duration duration) {
    now += duration.toNanos();
  }
}
