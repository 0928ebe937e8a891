package dev.jetbridge.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A loop on a thread of its own. What is given to it after {@link #close} is dropped. */
public final class LoopThread implements Loop, AutoCloseable {
  private final ScheduledThreadPoolExecutor executor;
  private final Consumer<Throwable> failed;

  /**
   * A thread of this name, started with its first task.
   *
   * @param failed told, on that thread, what a task threw; the thread goes on
   */
  public LoopThread(String name, Consumer<Throwable> failed) {
    this.failed = failed;
    executor = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, name));
    executor.setRemoveOnCancelPolicy(true);
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

  // An executor keeps what a task throws in a future that nobody reads.
  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        failed.accept(e);
        throw e;
      }
    };
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
