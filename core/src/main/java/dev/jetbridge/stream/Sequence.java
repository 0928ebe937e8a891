package dev.jetbridge.stream;

import java.util.OptionalLong;

/**
 * The rules of a stream sequence: a whole number from 1 on a stored message, 0 for "before the
 * first", at most 2^53-1 so that every JSON reader holds it exactly (RFC 8259 §6).
 */
public final class Sequence {
  /** Before the first message: nothing applied yet. */
  public static final long NONE = 0;

  /** The largest sequence that a cursor may name, 2^53-1. */
  public static final long MAX = (1L << 53) - 1;

  private static final int MAX_DIGITS = 16;

  private Sequence() {}

  /**
   * Reads {@code 0} or ASCII digits without a leading zero, at most {@link #MAX}.
   *
   * @return empty where the text is anything else; never a default in its place
   */
  public static OptionalLong parse(CharSequence text) {
    int length = text.length();
    if (length == 0 || length > MAX_DIGITS || (length > 1 && text.charAt(0) == '0')) {
      return OptionalLong.empty();
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return OptionalLong.empty();
      }
      value = value * 10 + (c - '0');
    }
    return value <= MAX ? OptionalLong.of(value) : OptionalLong.empty();
  }

  /**
   * Checks a sequence that the program itself made.
   *
   * @throws IllegalArgumentException where it lies outside 0 to {@link #MAX}
   */
  public static long require(long sequence) {
    if (sequence < NONE || sequence > MAX) {
      throw new IllegalArgumentException(
          "sequence " + sequence + " found, expected 0 to " + MAX + " (2^53-1)");
    }
    return sequence;
  }
}
