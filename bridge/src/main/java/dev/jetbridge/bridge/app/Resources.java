package dev.jetbridge.bridge.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server has opened, to be closed in the opposite order. For one thread at a time. */
final class Resources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Closes this with the rest, before what was opened earlier. */
  <T extends AutoCloseable> T closing(T resource) {
    opened.push(resource);
    return resource;
  }

  /** A thread for what may wait, such as reading files again. */
  ScheduledThreadPoolExecutor background() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "jetbridge-background");
              thread.setDaemon(true);
              return thread;
            });
    opened.push(executor::shutdownNow);
    return executor;
  }

  /**
   * Closes all of them; one that fails keeps none of the others open. Where the thread is
   * interrupted, that waits until the end: jnats sends nothing for such a thread, and consumers
   * would stay at the broker.
   */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LOG.warn("Something did not close well", e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
