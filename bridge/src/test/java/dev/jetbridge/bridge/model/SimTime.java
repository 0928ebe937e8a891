package dev.jetbridge.bridge.model;

import dev.jetbridge.stream.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/** Time that passes only when told to: tasks run in the order of when they are due. */
final class SimTime {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::order));
  private final Random random;
  private long nanos;
  private long order;

  private record Task(long due, long order, Runnable work) {}

  SimTime(Random random) {
    this.random = random;
  }

  Instant now() {
    return START.plusNanos(nanos);
  }

  long nanos() {
    return nanos;
  }

  void after(long delayNanos, Runnable work) {
    tasks.add(new Task(nanos + Math.max(0, delayNanos), order++, work));
  }

  /** Runs what is due within a span, and lets the span pass. */
  void pass(Duration span) {
    long end = nanos + span.toNanos();
    while (!tasks.isEmpty() && tasks.peek().due() <= end) {
      Task task = tasks.remove();
      nanos = Math.max(nanos, task.due());
      task.work().run();
    }
    nanos = end;
  }

  /** A thread of its own: in order, but each task a little later than it was given. */
  Loop loop() {
    return new Loop() {
      private long last;

      @Override
      public Instant now() {
        return SimTime.this.now();
      }

      @Override
      public long nanos() {
        return nanos;
      }

      @Override
      public void execute(Runnable task) {
        last = Math.max(last, nanos + random.nextInt(300_000));
        SimTime.this.after(last - nanos, task);
      }

      @Override
      public Timer after(Duration delay, Runnable task) {
        boolean[] cancelled = {false};
        SimTime.this.after(
            delay.toNanos(),
            () ->
                execute(() -> {
                  if (!cancelled[0]) {
                    task.run();
                  }
                }));
        return () -> cancelled[0] = true;
      }
    };
  }
}
