package dev.jetbridge.bridge.it;

import dev.jetbridge.testkit.TestEvents;
import dev.jetbridge.testkit.TestStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** Publishes to a stream on a thread of its own, in bursts, whatever becomes of the broker. */
final class Publisher implements AutoCloseable {
  private static final int BURST = 50;

  private final TestStream stream;
  private final int eventBytes;
  private final long pauseMillis;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Thread thread;

  private Publisher(TestStream stream, int eventBytes, int perSecond) {
    this.stream = stream;
    this.eventBytes = eventBytes;
    this.pauseMillis = 1_000L * BURST / perSecond;
    this.thread = Thread.ofVirtual().name("publisher").start(this::run);
  }

  /** Begins to publish, on subjects t.0 to t.6, at most so many events a second. */
  static Publisher to(TestStream stream, int eventBytes, int perSecond) {
    return new Publisher(stream, eventBytes, perSecond);
  }

  /** Waits until the broker has taken so many more. */
  void await(int more) {
    long goal = acknowledged.get() + more;
    Awaitility.await(more + " more events to be published")
        .atMost(Duration.ofMinutes(2))
        .until(() -> acknowledged.get() >= goal);
  }

  /** Ends it; returns when the last event is acknowledged or lost. */
  @Override
  public void close() {
    stopping.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping.get()) {
      try {
        long before = acknowledged.get();
        stream.publishMany(
            BURST,
            n -> "t." + (before + n) % 7,
            n -> TestEvents.cloudEvent(before + n, eventBytes));
        acknowledged.addAndGet(BURST);
        Thread.sleep(pauseMillis);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        // The broker is away: what it has taken of the burst is the stream's own to tell.
        Thread.onSpinWait();
      }
    }
  }
}
