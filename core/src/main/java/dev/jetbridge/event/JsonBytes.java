package dev.jetbridge.event;

import java.nio.charset.StandardCharsets;

/** Writes JSON into byte arrays that have room for it, without strings in between. */
final class JsonBytes {
  // The bytes of a backslash, a u and four hexadecimal digits.
  private static final int ESCAPE = 6;
  private static final byte[] HEX = ascii("0123456789abcdef");

  private JsonBytes() {}

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Copies all of the bytes; the index after the last. */
  static int put(byte[] target, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, target, at, bytes.length);
    return at + bytes.length;
  }

  /** Copies text of ASCII alone; the index after its last character. */
  static int putAscii(byte[] target, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      target[at + i] = (byte) text.charAt(i);
    }
    return at + text.length();
  }

  /** The number of decimal digits of a number from 0 up. */
  static int digits(long number) {
    int digits = 1;
    for (long bound = 10; digits < 19 && number >= bound; bound *= 10) {
      digits++;
    }
    return digits;
  }

  /** Writes a number from 0 up; the index after the last digit. */
  static int putNumber(byte[] target, int at, long number) {
    int end = at + digits(number);
    long rest = number;
    for (int i = end - 1; i >= at; i--) {
      target[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return end;
  }

  /** The bytes that {@link #putString} writes, its quotes included. */
  static int stringLength(String text) {
    int length = 2;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        length += 2;
      } else if (c < 0x20) {
        length += ESCAPE;
      } else if (c < 0x80) {
        length += 1;
      } else if (c < 0x800) {
        length += 2;
      } else if (isPair(text, i)) {
        length += 4;
        i++;
      } else {
        length += Character.isSurrogate(c) ? ESCAPE : 3;
      }
    }
    return length;
  }

  /**
   * Writes a JSON string (RFC 8259 §7), quotes included. A lone surrogate, which UTF-8 has no bytes
   * for, becomes an escape.
   */
  static int putString(byte[] target, int offset, String text) {
    int at = offset;
    target[at++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        target[at++] = '\\';
        target[at++] = (byte) c;
      } else if (c < 0x20) {
        at = putEscape(target, at, c);
      } else if (c < 0x80) {
        target[at++] = (byte) c;
      } else if (c < 0x800) {
        target[at++] = (byte) (0xC0 | (c >> 6));
        target[at++] = (byte) (0x80 | (c & 0x3F));
      } else if (isPair(text, i)) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        target[at++] = (byte) (0xF0 | (point >> 18));
        target[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        target[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        target[at++] = (byte) (0x80 | (point & 0x3F));
      } else if (Character.isSurrogate(c)) {
        at = putEscape(target, at, c);
      } else {
        target[at++] = (byte) (0xE0 | (c >> 12));
        target[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        target[at++] = (byte) (0x80 | (c & 0x3F));
      }
    }
    target[at++] = '"';
    return at;
  }

  /** The bytes that {@link #putText} writes, its quotes included. */
  static long textLength(byte[] utf8) {
    long length = 2L + utf8.length;
    for (byte b : utf8) {
      if (b == '"' || b == '\\') {
        length += 1;
      } else if (b >= 0 && b < 0x20) {
        length += ESCAPE - 1;
      }
    }
    return length;
  }

  /** Writes well-formed UTF-8 as a JSON string, quotes included; the index after it. */
  static int putText(byte[] target, int offset, byte[] utf8) {
    int at = offset;
    target[at++] = '"';
    for (byte b : utf8) {
      if (b >= 0 && b < 0x20) {
        at = putEscape(target, at, (char) b);
        continue;
      }
      if (b == '"' || b == '\\') {
        target[at++] = '\\';
      }
      target[at++] = b;
    }
    target[at] = '"';
    return at + 1;
  }

  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  private static int putEscape(byte[] target, int at, char c) {
    target[at] = '\\';
    target[at + 1] = 'u';
    for (int i = 0; i < 4; i++) {
      target[at + 2 + i] = HEX[(c >> (12 - 4 * i)) & 0xF];
    }
    return at + ESCAPE;
  }
}
