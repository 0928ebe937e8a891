package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.metrics.SkipMeters;
import dev.jetbridge.event.SkipCause;
import dev.jetbridge.stream.StreamMessage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts messages that are no events, and logs one of them a second at most. Thread-safe. */
final class SkipLog implements BiConsumer<StreamMessage, SkipCause> {
  private static final Logger LOG = LoggerFactory.getLogger("dev.jetbridge.skipped");
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final String stream;
  private final SkipMeters meters;
  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private final AtomicLong unlogged = new AtomicLong();

  SkipLog(String stream, SkipMeters meters) {
    this.stream = stream;
    this.meters = meters;
  }

  @Override
  public void accept(StreamMessage message, SkipCause cause) {
    meters.skipped(cause);
    long now = System.nanoTime();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + PAUSE)) {
      LOG.warn(
          "Passed by: {} of stream {} is no event ({}); {} more since the last such line",
          message,
          stream,
          cause.label(),
          unlogged.getAndSet(0));
    } else {
      unlogged.incrementAndGet();
    }
  }
}
