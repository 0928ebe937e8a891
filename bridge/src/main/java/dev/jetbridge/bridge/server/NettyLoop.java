package dev.jetbridge.bridge.server;

import dev.jetbridge.stream.Loop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop's time. A task after no delay runs behind the I/O that is ready by then. What is
 * given to a loop that has ended is dropped: its channels are closed.
 */
final class NettyLoop implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(NettyLoop.class);

  /** What is due about the same time is run at multiples of this, by one wake-up of the loop. */
  private static final long GRID_NANOS = 100_000_000;

  private final EventLoop loop;

  NettyLoop(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public void execute(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("task for an event loop that has ended dropped", e);
    }
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
  public Timer afterAbout(Duration delay, Runnable task) {
    // A sixteenth late at most: short ones, which somebody waits for, as they are.
    if (delay.toNanos() < 16 * GRID_NANOS) {
      return after(delay, task);
    }
    long due = nanos() + delay.toNanos();
    return after(delay.plusNanos(Math.floorMod(-due, GRID_NANOS)), task);
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    try {
      Future<?> due = loop.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
      return () -> due.cancel(false);
    } catch (RejectedExecutionException e) {
      LOG.debug("task for an event loop that has ended dropped", e);
      return () -> {};
    }
  }
}
