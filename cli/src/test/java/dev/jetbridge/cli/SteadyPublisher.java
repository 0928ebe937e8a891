package dev.jetbridge.cli;

import dev.jetbridge.testkit.TestStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Publishes {@link OddEvents} at a steady pace on a thread of its own. */
final class SteadyPublisher implements AutoCloseable {
  private static final long PER_SECOND = 300;

  private final TestStream stream;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Object lock = new Object();
  private long number;
  private boolean holding;
  private @Nullable RuntimeException failure;

  private SteadyPublisher(TestStream stream) {
    this.stream = stream;
  }

  static SteadyPublisher start(TestStream stream) {
    SteadyPublisher publisher = new SteadyPublisher(stream);
    long pause = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    var unused =
        publisher.thread.scheduleAtFixedRate(publisher::publish, 0, pause, TimeUnit.NANOSECONDS);
    return publisher;
  }

  private void publish() {
    synchronized (lock) {
      if (holding) {
        return;
      }
      number++;
      try {
        long unused = stream.publish(OddEvents.subject(number), OddEvents.payload(number));
      } catch (IllegalStateException e) {
        // A broker that has just been started has no stream for a moment. Whether it took the event
        // after all is for the stream to say.
        failure = e;
      }
    }
  }

  /** Publishes nothing until told to go on; what was under way is acknowledged on return. */
  void hold() {
    synchronized (lock) {
      holding = true;
    }
  }

  void goOn() {
    synchronized (lock) {
      holding = false;
    }
  }

  /** The last thing that went wrong, null where nothing has. */
  @Nullable RuntimeException failure() {
    synchronized (lock) {
      return failure;
    }
  }

  /** Publishes no more. */
  void stop() {
    hold();
    thread.close();
  }

  @Override
  public void close() {
    stop();
  }
}
