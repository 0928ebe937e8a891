package dev.jetbridge.config;

import java.time.Duration;
import java.util.List;

/**
 * One client's session: its signs of life and its bounds.
 *
 * @param heartbeat time between pings; two without any sign of life end the session
 * @param sendTimeout longest time in which the socket may take no byte of a write
 * @param bookmarkInterval longest time without a message on an idle {@code jetbridge.v1} feed
 * @param openingTimeout longest time from the request to the first answer of the broker
 * @param outboxBytes events handed to the socket at most before control frames get their turn
 * @param maxInboundPerSecond frames a client may send in a second; above: close 1008
 */
public record SessionSettings(
    Duration heartbeat,
    Duration sendTimeout,
    Duration bookmarkInterval,
    Duration openingTimeout,
    int outboxBytes,
    int maxInboundPerSecond) {

  private static final ValueType<Duration> INTERVAL =
      Types.duration(Duration.ofMillis(50), Duration.ofHours(1));

  static final Key<Duration> HEARTBEAT =
      Key.of(
          "session.heartbeat",
          INTERVAL,
          "25s",
          "Time between pings. A session with no pong for two of them, nothing received and no byte taken by its socket meanwhile is dead.");
  static final Key<Duration> SEND_TIMEOUT =
      Key.of(
          "session.send-timeout",
          INTERVAL,
          "50s",
          "Longest time in which a client's socket may take no byte of what is written; then close 4408.");
  static final Key<Duration> BOOKMARK_INTERVAL =
      Key.of(
          "session.bookmark-interval",
          INTERVAL,
          "15s",
          "Time after which an idle `jetbridge.v1` feed is sent a bookmark.");
  static final Key<Duration> OPENING_TIMEOUT =
      Key.of(
          "session.opening-timeout",
          INTERVAL,
          "30s",
          "Longest wait of a new session for the broker's first answer; then close 1013.");
  static final Key<Long> OUTBOX_BYTES =
      Key.of(
          "session.outbox-bytes",
          Types.size(4 << 10, 1 << 20),
          "32KiB",
          "Events handed to a socket at a time; pings, pongs and closes wait behind at most this.");
  static final Key<Integer> MAX_INBOUND_PER_SECOND =
      Key.of(
          "session.max-inbound-per-second",
          Types.integer(1, 100_000),
          "100",
          "Frames that a client may send in a second; above: close 1008.");

  static final Section SECTION =
      new Section(
          "Sessions",
          List.of(
              HEARTBEAT,
              SEND_TIMEOUT,
              BOOKMARK_INTERVAL,
              OPENING_TIMEOUT,
              OUTBOX_BYTES,
              MAX_INBOUND_PER_SECOND),
          SessionSettings::read);

  public SessionSettings {
    HEARTBEAT.check(heartbeat);
    SEND_TIMEOUT.check(sendTimeout);
    BOOKMARK_INTERVAL.check(bookmarkInterval);
    OPENING_TIMEOUT.check(openingTimeout);
    OUTBOX_BYTES.check((long) outboxBytes);
    MAX_INBOUND_PER_SECOND.check(maxInboundPerSecond);
  }

  /** What the wire contract names as defaults. */
  public static SessionSettings defaults() {
    return read(Values.DEFAULTS);
  }

  static SessionSettings read(Values values) {
    return new SessionSettings(
        values.get(HEARTBEAT),
        values.get(SEND_TIMEOUT),
        values.get(BOOKMARK_INTERVAL),
        values.get(OPENING_TIMEOUT),
        Math.toIntExact(values.get(OUTBOX_BYTES)),
        values.get(MAX_INBOUND_PER_SECOND));
  }
}
