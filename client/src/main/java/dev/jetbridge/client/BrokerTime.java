package dev.jetbridge.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Reads the RFC 3339 times of frames, to the nanosecond: a cursor's time must compare equal at the
 * server. The form that servers write is read without the JDK's formatter, which costs more than
 * all else that is done for an event.
 */
final class BrokerTime {
  private static final int SECONDS_END = "2026-01-01T00:00:00".length();
  private static final int MAX_FRACTION = 9;

  private BrokerTime() {}

  /**
   * Reads a time.
   *
   * @throws ContractBreach where the text is no RFC 3339 time
   */
  static Instant decode(String text) {
    try {
      int end = text.length() - 1;
      return end >= SECONDS_END && text.charAt(end) == 'Z'
          ? utc(text, end)
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new ContractBreach("time '" + text + "' found, expected RFC 3339", e);
    }
  }

  private static Instant utc(String text, int end) {
    int fraction = end - SECONDS_END;
    if (text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || (fraction > 0 && (text.charAt(SECONDS_END) != '.' || fraction - 1 > MAX_FRACTION))) {
      throw new DateTimeException("not the usual form");
    }
    int nanos = fraction > 1 ? digits(text, SECONDS_END + 1, end) : 0;
    for (int i = fraction; i <= MAX_FRACTION; i++) {
      nanos *= 10;
    }
    return LocalDateTime.of(
            digits(text, 0, 4),
            digits(text, 5, 7),
            digits(text, 8, 10),
            digits(text, 11, 13),
            digits(text, 14, 16),
            digits(text, 17, 19),
            nanos)
        .toInstant(ZoneOffset.UTC);
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException("not a digit");
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
