package dev.jetbridge.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waiting for a condition that another process or thread brings about, with a deadline. */
final class Poll {
  private static final long PAUSE_MILLIS = 20;

  private Poll() {}

  /**
   * Asks {@code attempt} until it answers something other than null. Exceptions mean "not yet"; an
   * {@link Error}, an {@link AssertionError} for example, ends the wait at once.
   *
   * @param context is asked for what to show when time has run out, a log for example
   * @throws IllegalStateException when {@code limit} has passed; the last exception thrown by the
   *     attempt is its cause
   */
  static <T> T until(
      String what, Duration limit, Supplier<String> context, Callable<@Nullable T> attempt) {
    long deadline = System.nanoTime() + limit.toNanos();
    Exception last = null;
    while (true) {
      try {
        T answer = attempt.call();
        if (answer != null) {
          return answer;
        }
        last = null;
      } catch (InterruptedException e) {
        throw interrupted(what, e);
      } catch (Exception e) {
        last = e;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "waited %s for %s%n%s".formatted(limit, what, context.get()), last);
      }
      pause(what);
    }
  }

  /** Waits until {@code condition} holds. */
  static void untilTrue(
      String what, Duration limit, Supplier<String> context, BooleanSupplier condition) {
    Boolean unused =
        until(what, limit, context, () -> condition.getAsBoolean() ? Boolean.TRUE : null);
  }

  /** The exception to throw where a wait was interrupted; keeps the thread's interrupt flag. */
  static IllegalStateException interrupted(String what, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for " + what, cause);
  }

  static void pause(String what) {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }
}
