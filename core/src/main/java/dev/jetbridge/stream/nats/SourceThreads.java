package dev.jetbridge.stream.nats;

import dev.jetbridge.config.DurationText;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one source, named after it. None keeps the process alive. */
final class SourceThreads {
  private static final Logger LOG = LoggerFactory.getLogger(SourceThreads.class);

  private final String name;
  private final ExecutorService pool;
  private final ScheduledThreadPoolExecutor timer;

  SourceThreads(String name) {
    this.name = name;
    this.pool = Executors.newCachedThreadPool(named(""));
    this.timer = new ScheduledThreadPoolExecutor(1, named("-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** For what jnats runs: reader, writer, dispatcher, and connecting. */
  ExecutorService pool() {
    return pool;
  }

  /** One thread, for tasks that never block. */
  ScheduledExecutorService timer() {
    return timer;
  }

  void start(Runnable connector) {
    pool.execute(connector);
  }

  /** Ends them, waiting no longer than the given time. */
  void close(Duration atMost) {
    pool.shutdownNow();
    timer.shutdown();
    try {
      if (!pool.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.debug("{}: threads still ending after {}", name, DurationText.of(atMost));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ThreadFactory named(String role) {
    AtomicInteger numbers = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + role + '-' + numbers.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
