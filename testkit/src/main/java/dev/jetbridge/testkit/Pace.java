package dev.jetbridge.testkit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How fast bytes may pass, changeable while they do. One thread takes, any thread sets the rate.
 *
 * <p>Bytes are let through in portions of at most 20 ms' worth, so that a slow link is slow in the
 * small as well, and what a late thread missed is made up for within 100 ms, so that the rate is
 * met on a busy machine.
 */
final class Pace {
  /** No bound. */
  static final long UNLIMITED = Long.MAX_VALUE;

  private static final long PORTIONS_PER_SECOND = 50;
  private static final long CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final double NANOS_PER_SECOND = 1e9;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long bytesPerSecond = UNLIMITED;
  private long free = System.nanoTime();
  private boolean closed;

  /** Sets the rate: 0 stops, {@link #UNLIMITED} lifts the bound. */
  void set(long rate) {
    if (rate < 0) {
      throw new IllegalArgumentException("rate is %d; expected 0 or more".formatted(rate));
    }
    lock.lock();
    try {
      bytesPerSecond = rate;
      free = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets all waiters go, without a bound from now on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until bytes may pass; returns how many, from 1 to {@code wanted}; 0 when too late. */
  int await(int wanted, Deadline deadline) throws InterruptedException {
    lock.lock();
    try {
      while (!closed && bytesPerSecond != UNLIMITED) {
        long wait = free - System.nanoTime();
        if (bytesPerSecond > 0 && wait <= 0) {
          return Math.clamp(bytesPerSecond / PORTIONS_PER_SECOND, 1, wanted);
        }
        if (deadline.hasPassed()) {
          return 0;
        }
        long most = TimeUnit.MILLISECONDS.toNanos(deadline.remainingMillis());
        long unused = changed.awaitNanos(bytesPerSecond == 0 ? most : Math.min(wait, most));
      }
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  /** Waits while the rate is 0. */
  void awaitOpen() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && bytesPerSecond == 0) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells how many bytes did pass. */
  void passed(int bytes) {
    lock.lock();
    try {
      if (bytesPerSecond != UNLIMITED && bytesPerSecond > 0) {
        long earliest = System.nanoTime() - CATCH_UP_NANOS;
        long from = free - earliest < 0 ? earliest : free;
        free = from + (long) (bytes * NANOS_PER_SECOND / bytesPerSecond);
      }
    } finally {
      lock.unlock();
    }
  }
}
