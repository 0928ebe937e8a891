package dev.jetbridge.snapshot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks the bytes of JSON that is known to be valid (RFC 8259), as every event is. It allocates
 * nothing and checks nothing.
 */
final class JsonScan {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;

  private JsonScan() {}

  static int pastSpace(byte[] json, int from) {
    int at = from;
    while (at < json.length && isSpace(json[at])) {
      at++;
    }
    return at;
  }

  /** From an opening quote past the closing one. */
  static int pastString(byte[] json, int from) {
    int at = pastPlain(json, from + 1);
    while (json[at] == '\\') {
      at = pastPlain(json, at + 2);
    }
    return at + 1;
  }

  // To the next quote or backslash, eight bytes at a time. A byte that is looked for leaves its top
  // bit set; a borrow can set further ones only above it, so that the lowest is exact.
  private static int pastPlain(byte[] json, int from) {
    int at = from;
    for (; at + Long.BYTES <= json.length; at += Long.BYTES) {
      long word = (long) WORDS.get(json, at);
      long quotes = word ^ ('"' * ONES);
      long backslashes = word ^ ('\\' * ONES);
      long stops =
          (((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes)) & (ONES << 7);
      if (stops != 0) {
        return at + Long.numberOfTrailingZeros(stops) / Byte.SIZE;
      }
    }
    while (json[at] != '"' && json[at] != '\\') {
      at++;
    }
    return at;
  }

  /** From the first byte of a value past its last. */
  static int pastValue(byte[] json, int from) {
    return switch (json[from]) {
      case '"' -> pastString(json, from);
      case '{', '[' -> pastNested(json, from);
      default -> pastScalar(json, from);
    };
  }

  private static int pastNested(byte[] json, int from) {
    int depth = 0;
    int at = from;
    do {
      switch (json[at]) {
        case '"' -> at = pastString(json, at);
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        default -> at++;
      }
    } while (depth > 0);
    return at;
  }

  private static int pastScalar(byte[] json, int from) {
    int at = from;
    while (at < json.length
        && json[at] != ','
        && json[at] != '}'
        && json[at] != ']'
        && !isSpace(json[at])) {
      at++;
    }
    return at;
  }

  /**
   * Goes to the next member of an object or element of an array.
   *
   * @param from past the opening bracket, or past the value before
   * @return where it begins, or -1 at the closing bracket
   */
  static int next(byte[] json, int from) {
    int at = pastSpace(json, from);
    if (json[at] == ',') {
      at = pastSpace(json, at + 1);
    }
    return json[at] == '}' || json[at] == ']' ? -1 : at;
  }

  /** From the opening quote of a member's name to its value. */
  static int valueOf(byte[] json, int name) {
    return pastSpace(json, pastSpace(json, pastString(json, name)) + 1);
  }

  /** Where the value of the last member of this name begins, or -1; for an object at {@code at}. */
  static int member(byte[] json, int at, String name) {
    int found = -1;
    for (int member = next(json, at + 1); member >= 0; ) {
      int value = valueOf(json, member);
      if (JsonString.is(json, member, name)) {
        found = value;
      }
      member = next(json, pastValue(json, value));
    }
    return found;
  }

  /** Where the element of this index begins, or -1; for an array at {@code at}. */
  static int element(byte[] json, int at, int index) {
    int element = next(json, at + 1);
    for (int i = 0; i < index && element >= 0; i++) {
      element = next(json, pastValue(json, element));
    }
    return element;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
