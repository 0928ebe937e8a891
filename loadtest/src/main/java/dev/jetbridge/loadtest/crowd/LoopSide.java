package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.net.Turns;
import dev.jetbridge.loadtest.oracle.Docket;
import dev.jetbridge.loadtest.oracle.Findings;
import io.netty.channel.EventLoop;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One event loop and the viewers on it. All but the constructor on that loop only. */
final class LoopSide {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long TICK_MILLIS = 10;

  private final EventLoop loop;
  private final Stage stage;
  private final Tally tally = new Tally();
  private final Findings findings = new Findings();
  private final Docket docket;
  private final List<Viewer> viewers = new ArrayList<>();
  private byte[] scratch = new byte[128 << 10];
  private long nextTick;
  private long waited;

  LoopSide(EventLoop loop, Stage stage) {
    this.loop = loop;
    this.stage = stage;
    this.docket = new Docket(stage.truth());
  }

  /** Begins to watch the loop's punctuality and to answer open questions. */
  void start() {
    nextTick = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    loop.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    long now = System.nanoTime();
    tally.lag(now - nextTick);
    docket.hear();
    nextTick = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    loop.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** A socket is being read. */
  void reading(long now) {
    waited = Turns.ofThisLoop().waited(now);
  }

  /** How long the socket that is being read has waited for others on this loop. */
  long waited() {
    return waited;
  }

  EventLoop loop() {
    return loop;
  }

  Stage stage() {
    return stage;
  }

  Tally tally() {
    return tally;
  }

  Findings findings() {
    return findings;
  }

  Docket docket() {
    return docket;
  }

  List<Viewer> viewers() {
    return viewers;
  }

  /** Room for what is read, and for what was left of the reading before. */
  byte[] scratch(int length) {
    if (scratch.length < length) {
      scratch = Arrays.copyOf(scratch, Math.max(length, scratch.length * 2));
    }
    return scratch;
  }

  Interval interval() {
    long cpu = Math.max(0, THREADS.getThreadCpuTime(Thread.currentThread().threadId()));
    return tally.interval(this, cpu);
  }

  long missing() {
    long missing = 0;
    for (Viewer viewer : viewers) {
      missing += viewer.missing();
    }
    return missing;
  }
}
