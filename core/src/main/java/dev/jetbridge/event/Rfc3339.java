package dev.jetbridge.event;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A moment as RFC 3339 in UTC, byte for byte what {@link Instant#toString} gives: no fraction, or
 * one of 3, 6 or 9 digits, whichever is the shortest that loses nothing.
 */
final class Rfc3339 {
  private static final int SECONDS_PER_DAY = 86_400;
  // The years 0000 to 9999, which are all that RFC 3339 has.
  private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private Rfc3339() {}

  /** The bytes that {@link #put} writes. */
  static int length(Instant time) {
    if (isBeyond(time.getEpochSecond())) {
      return time.toString().length();
    }
    int fraction = fractionDigits(time.getNano());
    return fraction == 0 ? 20 : 21 + fraction;
  }

  /** Writes the moment; the index after its last byte. */
  static int put(byte[] target, int offset, Instant time) {
    long seconds = time.getEpochSecond();
    int nanos = time.getNano();
    if (isBeyond(seconds)) {
      return JsonBytes.putAscii(target, offset, time.toString());
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
    int second = Math.floorMod(seconds, SECONDS_PER_DAY);
    int at = putPair(target, offset, date.getYear() / 100);
    at = putPart(target, at, date.getYear() % 100, '-');
    at = putPart(target, at, date.getMonthValue(), '-');
    at = putPart(target, at, date.getDayOfMonth(), 'T');
    at = putPart(target, at, second / 3600, ':');
    at = putPart(target, at, second / 60 % 60, ':');
    at = putPair(target, at, second % 60);
    int fraction = fractionDigits(nanos);
    if (fraction > 0) {
      target[at] = '.';
      int rest = fraction == 3 ? nanos / 1_000_000 : fraction == 6 ? nanos / 1_000 : nanos;
      for (int i = at + fraction; i > at; i--) {
        target[i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
      at += 1 + fraction;
    }
    target[at] = 'Z';
    return at + 1;
  }

  private static boolean isBeyond(long epochSecond) {
    return epochSecond < FIRST || epochSecond > LAST;
  }

  private static int fractionDigits(int nanos) {
    return nanos == 0 ? 0 : nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
  }

  private static int putPart(byte[] target, int at, int number, char end) {
    int after = putPair(target, at, number);
    target[after] = (byte) end;
    return after + 1;
  }

  private static int putPair(byte[] target, int at, int number) {
    target[at] = (byte) ('0' + number / 10);
    target[at + 1] = (byte) ('0' + number % 10);
    return at + 2;
  }
}
