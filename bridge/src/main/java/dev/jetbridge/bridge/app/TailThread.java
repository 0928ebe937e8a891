package dev.jetbridge.bridge.app;

import dev.jetbridge.stream.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that the tail runs on. What is given to it after {@link #close} is dropped. */
final class TailThread implements Loop, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TailThread.class);

  private final ScheduledThreadPoolExecutor executor;

  TailThread() {
    executor = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "jetbridge-tail"));
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
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.error("A task of the tail failed; the window may stand still", e);
        throw e;
      }
    };
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
