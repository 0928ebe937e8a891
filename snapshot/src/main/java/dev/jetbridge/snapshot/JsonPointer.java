package dev.jetbridge.snapshot;

import java.util.ArrayList;
import java.util.List;

/**
 * A place within a JSON value (RFC 6901). Of members that share a name the last one counts.
 *
 * @param text empty for the whole value, else tokens that each begin with {@code /}; at most
 *     {@value #MAX_LENGTH} characters, none a control character
 */
public record JsonPointer(String text) {
  /** The longest pointer, in characters. */
  public static final int MAX_LENGTH = 1024;

  public JsonPointer {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "JSON pointer of " + text.length() + " characters found, expected at most " + MAX_LENGTH);
    }
    if (!text.isEmpty() && text.charAt(0) != '/') {
      throw new IllegalArgumentException(
          "JSON pointer '" + text + "' found, expected it empty or to begin with '/' (RFC 6901)");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      if (c == '~' && next != '0' && next != '1') {
        throw new IllegalArgumentException(
            "'~" + next + "' found in JSON pointer '" + text + "', expected '~0' or '~1'");
      }
      if (Character.isISOControl(c)) {
        throw new IllegalArgumentException(
            "U+%04X found at %d of a JSON pointer, expected no control character"
                .formatted((int) c, i));
      }
    }
  }

  /** Its tokens as they stand in the value, from the outermost in. */
  public List<String> tokens() {
    List<String> tokens = new ArrayList<>();
    int start = 1;
    while (start <= text.length()) {
      int slash = text.indexOf('/', start);
      int end = slash < 0 ? text.length() : slash;
      tokens.add(text.substring(start, end).replace("~1", "/").replace("~0", "~"));
      start = end + 1;
    }
    return List.copyOf(tokens);
  }

  @Override
  public String toString() {
    return text;
  }
}
