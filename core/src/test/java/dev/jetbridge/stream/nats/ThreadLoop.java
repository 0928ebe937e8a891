package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread as a loop, and the first thing that went wrong on it. */
final class ThreadLoop implements Loop, AutoCloseable {
  private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
  private volatile String defect = "";

  ThreadLoop() {
    executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(guarded(task));
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    Future<?> due =
        executor.schedule(guarded(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    return () -> due.cancel(false);
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        defect = defect.isEmpty() ? e.toString() : defect;
        throw e;
      }
    };
  }

  @Override
  public void close() {
    executor.shutdownNow();
    if (!defect.isEmpty()) {
      throw new AssertionError(defect);
    }
  }
}
