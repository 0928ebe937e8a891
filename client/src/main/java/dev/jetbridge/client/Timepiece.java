package dev.jetbridge.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** The time that a feed goes by, and its only way of waiting; a test's moves by itself. */
interface Timepiece {
  Timepiece SYSTEM =
      new Timepiece() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        @SuppressWarnings("WaitNotInLoop") // the caller's loop, which knows the condition
        public void await(Condition condition, long nanos) throws InterruptedException {
          boolean unused = condition.await(nanos, TimeUnit.NANOSECONDS);
        }
      };

  /** Nanoseconds since a moment that stays the same; only differences mean something. */
  long nanoTime();

  /** Waits until signalled or until the time has passed, with the condition's lock held. */
  void await(Condition condition, long nanos) throws InterruptedException;
}
