package dev.jetbridge.snapshot;

import java.nio.charset.StandardCharsets;

/**
 * A pattern of CloudEvent types, such as {@code *.deleted}: {@code *} stands for any characters or
 * none, dots included; everything else for itself.
 *
 * @param value 1 to {@value #MAX_LENGTH} characters, none white space or control
 */
public record TypePattern(String value) {
  /** The longest pattern, in characters. */
  public static final int MAX_LENGTH = 256;

  public TypePattern {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "type pattern of " + value.length() + " characters found, expected 1 to " + MAX_LENGTH);
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isWhitespace(c) || Character.isISOControl(c)) {
        throw new IllegalArgumentException(
            "U+%04X found at %d of a type pattern, expected neither white space nor control"
                .formatted((int) c, i));
      }
    }
  }

  /** Whether a type is one of these. */
  public boolean matches(String type) {
    byte[] bytes = type.getBytes(StandardCharsets.UTF_8);
    return matches(value.getBytes(StandardCharsets.UTF_8), bytes, bytes.length);
  }

  /**
   * Whether the first {@code length} bytes of a text fit the pattern, both in UTF-8. Linear for
   * most, at worst the product of both lengths: a star goes back only to the last one before it.
   */
  static boolean matches(byte[] pattern, byte[] text, int length) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < length) {
      if (p < pattern.length && pattern[p] == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length && pattern[p] == text[t]) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == '*') {
      p++;
    }
    return p == pattern.length;
  }

  @Override
  public String toString() {
    return value;
  }
}
