package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.oracle.Docket;
import dev.jetbridge.loadtest.oracle.Findings;
import io.netty.channel.EventLoop;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
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
  private final ArrayDeque<Runnable> read = new ArrayDeque<>();
  private byte[] scratch = new byte[128 << 10];
  private long nextTick;
  private long waited;
  private boolean taking;

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

  /** Runs a task in turn with others of its kind, behind the reading of all ready sockets. */
  void afterReading(Runnable task) {
    if (read.isEmpty()) {
      loop.execute(this::takeRead);
    }
    read.add(task);
  }

  /** Runs what waits for the reading to end; without effect where it is being run. */
  void takeRead() {
    if (taking) {
      return;
    }
    taking = true;
    try {
      for (Runnable task = read.poll(); task != null; task = read.poll()) {
        task.run();
      }
    } finally {
      taking = false;
    }
  }

  /** What was read is being taken apart. */
  void reading(long nanosWaited) {
    waited = nanosWaited;
  }

  /** How long the socket that this came from had waited for others on this loop. */
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
