package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.log.Logs;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM, SIGINT and SIGHUP as a wish to stop: the server is asked to, and the process ends with
 * an exit code of ours instead of the JVM's 128 + n, once the server has stopped or has had its
 * time. Whatever then is still open is cut off.
 */
final class StopSignal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

  /**
   * What stopping may take beyond the drain window: what the bridge gives its clients, and the last
   * checkpoint and the closing of connections to a broker that may not answer.
   */
  private static final Duration GRACE = Bridge.AFTER_DRAIN.plusSeconds(15);

  private final Server server;
  private final Duration drainWindow;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop-signal");
  private volatile ServeExit exit = ServeExit.FAILED;

  StopSignal(Server server, Duration drainWindow) {
    this.server = server;
    this.drainWindow = drainWindow;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The server serves no longer. */
  void ended(ServeExit with) {
    exit = with;
    ended.countDown();
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // The hook runs and finds that the server has ended.
    }
  }

  private void stop() {
    if (ended.getCount() > 0) {
      LOG.info("Asked to stop: sessions are closed over {} s", drainWindow.toMillis() / 1000.0);
      server.stop();
    }
    if (!awaitEnd()) {
      LOG.error("Not stopped {} s after the drain window, expected to be", GRACE.toSeconds());
    }
    Logs.stop();
    // The only way to an exit code of one's own once a signal has begun the JVM's shutdown.
    Runtime.getRuntime().halt(exit.code());
  }

  private boolean awaitEnd() {
    try {
      return ended.await(drainWindow.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
