package dev.jetbridge.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A loop on a thread of its own. At its {@link #close} what was given to run at once still runs;
 * what waits for its time is dropped, and so is what comes later.
 */
public final class LoopThread implements Loop, AutoCloseable {
  private static final long CLOSE_SECONDS = 2;

  private final ScheduledThreadPoolExecutor executor;
  private final Consumer<Throwable> failed;

  /**
   * A thread of this name, started with its first task. It keeps no process alive.
   *
   * @param failed told, on that thread, what a task threw; the thread goes on
   */
  public LoopThread(String name, Consumer<Throwable> failed) {
    this.failed = failed;
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
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

  /**
   * Ends it once it has run what it was given, which is waited for, {@value #CLOSE_SECONDS} s at
   * most. From another thread.
   */
  @Override
  public void close() {
    // No interrupt: jnats drops what an interrupted thread publishes, such as the word that a
    // consumer is not read any more.
    executor.shutdown();
    try {
      boolean unused = executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
