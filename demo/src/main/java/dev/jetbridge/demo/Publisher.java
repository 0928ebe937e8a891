package dev.jetbridge.demo;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Publishes a history: in order, one event after the other, each until the stream has it and none
 * twice, whatever becomes of the broker meanwhile. A stream that is gone is made again.
 *
 * <p>One thread at a time.
 */
final class Publisher {
  private static final long RETRY_MILLIS = 250;

  private final DemoStream stream;
  private final History history;
  private final String prefix;
  private final InstantSource clock;
  private final Consumer<String> tell;
  private final CountDownLatch stop;
  private String trouble = "";

  /**
   * @param prefix of the subjects
   * @param clock gives events their time
   * @param tell takes a line for people whenever something is worth it
   * @param stop ends {@link #run} once it is counted down, after the event in hand at the latest
   */
  Publisher(
      DemoStream stream,
      History history,
      String prefix,
      InstantSource clock,
      Consumer<String> tell,
      CountDownLatch stop) {
    this.stream = stream;
    this.history = history;
    this.prefix = prefix;
    this.clock = clock;
    this.tell = tell;
    this.stop = stop;
  }

  /** Why publishing ended. */
  enum End {
    /** The limits are reached. */
    COMPLETE,
    STOPPED,
    /** The stream, made again by somebody, is not for the demo any more. */
    REFUSED
  }

  /**
   * What came of it.
   *
   * @param published number of events
   */
  record Outcome(long published, End end) {}

  /** Publishes until something ends it. */
  Outcome run(double perSecond, Limits limits) throws InterruptedException {
    long start = System.nanoTime();
    Pace pace = new Pace(perSecond, start);
    long tickStart = 0;
    for (long published = 0; ; published++) {
      if (!limits.allow(published, System.nanoTime() - start)) {
        return new Outcome(published, End.COMPLETE);
      }
      History.Entry entry = history.next();
      // All that happens in one tick is published at once, as the burst that it is.
      tickStart = entry.startsTick() ? published : tickStart;
      if (stop.await(pace.nanosUntil(tickStart, System.nanoTime()), TimeUnit.NANOSECONDS)) {
        return new Outcome(published, End.STOPPED);
      }
      Optional<End> end = publish(entry);
      if (end.isPresent()) {
        return new Outcome(published, end.get());
      }
    }
  }

  private enum Attempt {
    STORED,
    FAILED,
    REFUSED
  }

  /** Publishes one event, as often as it takes; what it returns has kept it from that. */
  private Optional<End> publish(History.Entry entry) throws InterruptedException {
    Message message = EventMessage.of(prefix, entry.id(), clock.instant(), entry.happening());
    while (true) {
      switch (attempt(entry.id(), message)) {
        case STORED -> {
          return Optional.empty();
        }
        case REFUSED -> {
          return Optional.of(End.REFUSED);
        }
        case FAILED -> {
          if (stop.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
            return Optional.of(End.STOPPED);
          }
        }
      }
    }
  }

  private Attempt attempt(EventId id, Message message) {
    try {
      if (!trouble.isEmpty()) {
        // The attempt before may have arrived, and the stream may be another one by now.
        switch (stream.open()) {
          case StreamOpening.Made() -> tell.accept("the stream was gone, and is made again");
          case StreamOpening.Found found -> {
            if (stream.holds(id)) {
              return stored();
            }
          }
          case StreamOpening.Refused(List<String> reasons) -> {
            tell.accept("the stream is another one now: " + String.join("; ", reasons));
            return Attempt.REFUSED;
          }
        }
      }
      stream.publish(id, message);
      return stored();
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      String reason = Objects.requireNonNullElse(e.getMessage(), e.toString());
      if (!reason.equals(trouble)) {
        tell.accept("event %s is not published yet: %s".formatted(id, reason));
      }
      trouble = reason;
      return Attempt.FAILED;
    }
  }

  private Attempt stored() {
    if (!trouble.isEmpty()) {
      tell.accept("publishing again");
      trouble = "";
    }
    return Attempt.STORED;
  }
}
