package dev.jetbridge.snapshot;

/**
 * A whole number from 0 to 2^63-1 in as few bytes as it needs, seven bits in each, the lowest
 * first, the top bit set in all but the last (LEB128).
 */
final class Varint {
  private static final int MAX_BYTES = 9;

  private Varint() {}

  static int length(long number) {
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(number) + 6) / 7);
  }

  /** Writes it; the index after it. */
  static int put(byte[] target, int from, long number) {
    int at = from;
    long rest = number;
    while (rest > 0x7F) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at] = (byte) rest;
    return at + 1;
  }

  static long read(byte[] bytes, int from) {
    long number = 0;
    int at = from;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[at++];
      number |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return number;
      }
    }
  }

  /** The index after the one that begins here. */
  static int past(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] < 0) {
      at++;
    }
    return at + 1;
  }

  /** Whether one begins and ends here. */
  static boolean isAt(byte[] bytes, int from) {
    for (int at = from; at < bytes.length && at < from + MAX_BYTES; at++) {
      if (bytes[at] >= 0) {
        return true;
      }
    }
    return false;
  }
}
