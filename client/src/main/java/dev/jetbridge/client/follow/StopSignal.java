package dev.jetbridge.client.follow;

import dev.jetbridge.client.Feed;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * SIGINT, SIGTERM and SIGHUP as a wish to stop: the feed is closed, the follower finishes what it
 * is writing, and the process ends with the follower's own exit code instead of the JVM's 128 + n.
 * A follower whose output takes nothing more for {@value #PATIENCE_SECONDS} s is not waited for.
 */
final class StopSignal implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 5;
  private static final int INTERRUPTED = 130;

  private final Thread hook = new Thread(this::stop, "jetbridge-stop");
  private final CountDownLatch finished = new CountDownLatch(1);
  private @Nullable Feed feed;
  private boolean asked;
  private volatile int exitCode = INTERRUPTED;

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Names the feed to close; closes it at once where the wish came before it. */
  void watch(Feed watched) {
    boolean late;
    synchronized (this) {
      feed = watched;
      late = asked;
    }
    if (late) {
      watched.close();
    }
  }

  synchronized boolean asked() {
    return asked;
  }

  /** The follower has done everything it had to do. */
  void finished(ExitCode exit) {
    exitCode = exit.code();
    finished.countDown();
  }

  @Override
  public void close() {
    finished.countDown();
    if (!asked()) {
      try {
        boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending already; the hook finds the follower finished.
      }
    }
  }

  private void stop() {
    Feed open;
    synchronized (this) {
      asked = true;
      open = feed;
    }
    if (open != null) {
      open.close();
    }
    try {
      boolean unused = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The only way to an exit code of one's own once a signal has begun the JVM's shutdown.
    Runtime.getRuntime().halt(exitCode);
  }
}
