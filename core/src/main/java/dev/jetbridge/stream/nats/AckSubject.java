package dev.jetbridge.stream.nats;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the reply subject of a delivered message says: {@code
 * $JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<time>.<pending>}, or with
 * {@code <domain>.<account hash>} before the stream and possibly a token at the end (JetStream
 * ADR-15).
 *
 * @param consumer the consumer's name
 * @param streamSequence the message's sequence
 * @param consumerSequence counts the consumer's deliveries
 * @param timeNanos when the broker stored it, nanoseconds since 1970
 * @param pending how many more matching messages the broker knew of
 */
record AckSubject(
    String consumer, long streamSequence, long consumerSequence, long timeNanos, long pending) {
  static final String PREFIX = "$JS.ACK.";
  static final byte[] PREFIX_BYTES = PREFIX.getBytes(StandardCharsets.US_ASCII);

  private static final int DOTS = 8;
  private static final int DOTS_WITH_DOMAIN = 10;
  private static final long NANOS = 1_000_000_000;

  /** Reads one by hand, for every message of a replay; null where it has another form. */
  static @Nullable AckSubject parse(String subject) {
    int dots = 0;
    for (int i = 0; i < subject.length(); i++) {
      if (subject.charAt(i) == '.') {
        dots++;
      }
    }
    if (dots != DOTS && dots < DOTS_WITH_DOMAIN) {
      return null;
    }
    int at = PREFIX.length();
    for (int skip = dots == DOTS ? 1 : 3; skip > 0; skip--) {
      at = subject.indexOf('.', at) + 1;
    }
    int end = subject.indexOf('.', at);
    String consumer = subject.substring(at, end);
    int delivered = end + 1;
    int stream = subject.indexOf('.', delivered) + 1;
    int count = subject.indexOf('.', stream) + 1;
    int time = subject.indexOf('.', count) + 1;
    int pending = subject.indexOf('.', time) + 1;
    int rest = subject.indexOf('.', pending);
    try {
      return new AckSubject(
          consumer,
          Long.parseLong(subject, stream, count - 1, 10),
          Long.parseLong(subject, count, time - 1, 10),
          Long.parseLong(subject, time, pending - 1, 10),
          Long.parseLong(subject, pending, rest < 0 ? subject.length() : rest, 10));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  Instant time() {
    return Instant.ofEpochSecond(Math.floorDiv(timeNanos, NANOS), Math.floorMod(timeNanos, NANOS));
  }
}
