package dev.jetbridge.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.StreamMessage;
import java.time.Instant;
import java.util.Map;

/** Messages of a stream that exists in a test alone. */
final class Messages {
  static final String STREAM = "EVENTS";
  static final Epoch EPOCH = new Epoch("e1");
  static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
  static final int MAX_BYTES = 1 << 20;

  private Messages() {}

  static StreamMessage message(long sequence, String subject, String payload) {
    return new StreamMessage(
        sequence, subject, timeOf(sequence), Map.of(), payload.getBytes(UTF_8));
  }

  static Instant timeOf(long sequence) {
    return START.plusMillis(sequence);
  }

  /** An empty state before the stream's first message. */
  static Fold fold(Projection projection) {
    return new Fold(projection, Label.before(STREAM, EPOCH, 0, true));
  }

  static String value(Item item) {
    return new String(item.value(), UTF_8);
  }
}
