package dev.jetbridge.loadtest.publish;

import dev.jetbridge.loadtest.measure.Latencies;
import dev.jetbridge.loadtest.measure.RunClock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Publishes the events of a run, at their time or as fast as they are taken, on a thread of its
 * own. An event that comes late, because the thread or the broker's connection was held up, still
 * carries the time at which it was due.
 */
public final class Publisher {
  /** Under way at once while a backlog is laid down. */
  private static final int WINDOW = 2_000;

  /** Sleeping is this inexact; the rest is spent looking at the clock. */
  private static final long SPIN_NANOS = 60_000;

  private final Target target;
  private final EventTemplate events;
  private final int subjects;
  private final RunClock clock;
  private final AtomicLong published = new AtomicLong();
  private final Histogram lag = Latencies.histogram();
  private volatile boolean stopped;
  private volatile double perSecond;
  private volatile long measuredFrom = Long.MAX_VALUE;

  public Publisher(Target target, EventTemplate events, int subjects, RunClock clock) {
    this.target = target;
    this.events = events;
    this.subjects = subjects;
    this.clock = clock;
  }

  /** Publishes as fast as acknowledgements come. */
  public void layDown(long count) throws InterruptedException {
    for (long left = count; left > 0; left--) {
      while (target.outstanding() >= WINDOW) {
        Thread.sleep(1);
      }
      send(clock.now());
    }
  }

  /** Publishes on schedule until {@link #stop}; the rate may be changed meanwhile. */
  public void run(double rate, int burst) {
    perSecond = rate;
    Schedule schedule = new Schedule(clock.now(), rate, burst);
    long number = 0;
    while (!stopped) {
      if (perSecond != schedule.perSecond()) {
        schedule = new Schedule(schedule.due(number), perSecond, burst);
        number = 0;
      }
      long due = schedule.due(number);
      long ahead = due - clock.now();
      if (ahead > 0) {
        pause(ahead);
        continue;
      }
      if (due >= measuredFrom) {
        synchronized (lag) {
          Latencies.record(lag, -ahead);
        }
      }
      send(due);
      number++;
    }
  }

  private static void pause(long nanos) {
    if (nanos > SPIN_NANOS) {
      // Short enough to hear of a stop or another rate soon.
      LockSupport.parkNanos(Math.min(nanos - SPIN_NANOS, 20_000_000));
    } else {
      Thread.onSpinWait();
    }
  }

  private void send(long due) {
    long number = published.getAndIncrement();
    target.send((int) (number % subjects), events.event(number, due), due);
  }

  /** Changes the rate from the next event on. */
  public void rate(double rate) {
    perSecond = rate;
  }

  /** Lateness counts from here. */
  public void measureFrom(long time) {
    measuredFrom = time;
  }

  public void stop() {
    stopped = true;
  }

  /** How many have been sent. */
  public long published() {
    return published.get();
  }

  /** How late events were sent, in nanoseconds. */
  public Histogram lag() {
    synchronized (lag) {
      return lag.copy();
    }
  }
}
