package dev.jetbridge.loadtest.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What is to happen when, from the beginning of a stretch of time. One thread. */
final class Timeline {
  private final List<Moment> moments = new ArrayList<>();

  private record Moment(long nanos, Runnable action) {}

  /** Lets time pass until a {@link System#nanoTime}. */
  @FunctionalInterface
  interface Passing {
    void until(long nanoTime) throws InterruptedException;
  }

  void at(Duration time, Runnable action) {
    moments.add(new Moment(time.toNanos(), action));
  }

  /** Does everything at its time; what is due after the length is not done. */
  void run(long start, Duration length, Passing passing, BooleanSupplier stopped)
      throws InterruptedException {
    moments.sort(Comparator.comparingLong(Moment::nanos));
    for (Moment moment : moments) {
      if (moment.nanos <= length.toNanos()) {
        passing.until(start + moment.nanos);
        if (stopped.getAsBoolean()) {
          return;
        }
        moment.action.run();
      }
    }
    passing.until(start + length.toNanos());
  }
}
