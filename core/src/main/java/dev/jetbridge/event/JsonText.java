package dev.jetbridge.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Exactly one JSON value in UTF-8, by the grammar of RFC 8259 and nothing looser: a pushdown
 * automaton over the bytes, one pass, whose stack is the bits of a long. It allocates nothing that
 * grows with the text.
 */
final class JsonText {
  /** The most arrays and objects in one another: the bits of the stack. */
  static final int MAX_DEPTH = Long.SIZE;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  // What is read past the end; no text of JSON holds the byte itself.
  private static final byte END = 0;
  // Where a rule that does not hold leads: so far past any end that no further one holds there.
  private static final int FAULT = Integer.MAX_VALUE / 2 + 1;

  private final byte[] bytes;

  private JsonText(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * What is wrong with the bytes; null where nothing is. {@code NOT_UTF8} wherever the bytes are
   * not UTF-8, whatever else they are not; else {@code TOO_DEEP} where the text is JSON as far as
   * the opening bracket that is one too many.
   *
   * @param maxDepth 0 to {@link #MAX_DEPTH}
   */
  static @Nullable SkipCause fault(byte[] bytes, int maxDepth) {
    SkipCause fault = new JsonText(bytes).fault(maxDepth);
    return fault == null || StrictUtf8.isValid(bytes) ? fault : SkipCause.NOT_UTF8;
  }

  private @Nullable SkipCause fault(int maxDepth) {
    // The innermost in the lowest bit: 1 for an object, 0 for an array.
    long stack = 0;
    int depth = 0;
    int at = pastSpace(0);
    while (true) {
      // A value begins here.
      byte first = byteAt(at);
      if (first == '{' || first == '[') {
        if (depth == maxDepth) {
          return SkipCause.TOO_DEEP;
        }
        depth++;
        stack = (stack << 1) | (first == '{' ? 1 : 0);
        at = pastSpace(at + 1);
        if (byteAt(at) != closing(stack)) {
          at = first == '{' ? pastName(at) : at;
          continue;
        }
      } else {
        at = pastSpace(pastScalar(first, at));
      }
      // A value ended here, or the bracket that closes an empty one stands here.
      while (depth > 0 && byteAt(at) == closing(stack)) {
        stack >>>= 1;
        depth--;
        at = pastSpace(at + 1);
      }
      if (depth == 0) {
        return at == bytes.length ? null : SkipCause.NOT_JSON;
      }
      if (byteAt(at) != ',') {
        return SkipCause.NOT_JSON;
      }
      at = pastSpace(at + 1);
      at = isObject(stack) ? pastName(at) : at;
    }
  }

  private static boolean isObject(long stack) {
    return (stack & 1) == 1;
  }

  private static byte closing(long stack) {
    return (byte) (isObject(stack) ? '}' : ']');
  }

  private byte byteAt(int index) {
    return index < bytes.length ? bytes[index] : END;
  }

  private int pastSpace(int from) {
    int at = from;
    while (byteAt(at) <= ' ' && isSpace(byteAt(at))) {
      at++;
    }
    return at;
  }

  /** Past a member's name and its colon. */
  private int pastName(int from) {
    int at = pastSpace(byteAt(from) == '"' ? pastString(from + 1) : FAULT);
    return byteAt(at) == ':' ? pastSpace(at + 1) : FAULT;
  }

  private int pastScalar(byte first, int from) {
    return switch (first) {
      case '"' -> pastString(from + 1);
      case 't' -> pastWord(from, "true");
      case 'f' -> pastWord(from, "false");
      case 'n' -> pastWord(from, "null");
      default -> pastNumber(from);
    };
  }

  private int pastWord(int from, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (byteAt(from + i) != word.charAt(i)) {
        return FAULT;
      }
    }
    return from + word.length();
  }

  private int pastNumber(int from) {
    int at = byteAt(from) == '-' ? from + 1 : from;
    at = byteAt(at) == '0' ? at + 1 : pastDigits(at);
    if (byteAt(at) == '.') {
      at = pastDigits(at + 1);
    }
    if (byteAt(at) == 'e' || byteAt(at) == 'E') {
      byte sign = byteAt(at + 1);
      at = pastDigits(sign == '+' || sign == '-' ? at + 2 : at + 1);
    }
    return at;
  }

  private int pastDigits(int from) {
    int at = from;
    while (isDigit(byteAt(at))) {
      at++;
    }
    return at > from ? at : FAULT;
  }

  /** Past the closing quote. */
  private int pastString(int from) {
    int at = from;
    while (true) {
      at = pastPlain(at);
      switch (byteAt(at)) {
        case '"' -> {
          return at + 1;
        }
        case '\\' -> at = pastEscape(at + 1);
        default -> {
          int length = byteAt(at) < 0 ? StrictUtf8.sequenceLength(bytes, at) : 0;
          if (length == 0) {
            return FAULT;
          }
          at += length;
        }
      }
    }
  }

  private int pastEscape(int from) {
    return switch (byteAt(from)) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> from + 1;
      case 'u' -> areHex(from + 1) ? from + 5 : FAULT;
      default -> FAULT;
    };
  }

  private boolean areHex(int from) {
    for (int i = from; i < from + 4; i++) {
      byte b = byteAt(i);
      if (!isDigit(b) && (b < 'a' || b > 'f') && (b < 'A' || b > 'F')) {
        return false;
      }
    }
    return true;
  }

  // Eight bytes at a time. A byte to stop at leaves its top bit set; a borrow can set further ones
  // only above it, so that the lowest is exact.
  private int pastPlain(int from) {
    int at = from;
    for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
      long word = (long) WORDS.get(bytes, at);
      long quotes = (word ^ ('"' * ONES)) - ONES;
      long backslashes = (word ^ ('\\' * ONES)) - ONES;
      long controls = word - (' ' * ONES);
      long stops = (quotes | backslashes | controls | word) & StrictUtf8.NOT_ASCII;
      if (stops != 0) {
        return at + Long.numberOfTrailingZeros(stops) / Byte.SIZE;
      }
    }
    while (at < bytes.length && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    return at;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
