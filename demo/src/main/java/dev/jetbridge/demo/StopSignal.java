package dev.jetbridge.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The process being asked to end (SIGINT, SIGTERM, SIGHUP), as a latch that it counts down; the
 * process then lives on until this is closed, 5 seconds at most.
 */
final class StopSignal implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 5;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop-signal");

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  CountDownLatch latch() {
    return asked;
  }

  private void stop() {
    asked.countDown();
    try {
      boolean unused = closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs, and returns now.
    }
  }
}
