package dev.jetbridge.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Escapes of lone surrogates, such as <code>{"&#92;ud800":1}</code>: JSON by its grammar (RFC 8259
 * §8.2), so events may have them, but refused by Jackson in the names of members.
 */
final class LoneSurrogates {
  private static final Pattern ESCAPE = Pattern.compile("(?s)\\\\(?:u([0-9a-fA-F]{4})|.)");
  private static final String REPLACEMENT = "fffd";

  private LoneSurrogates() {}

  /**
   * The same text with another character's escape in place of each; everything stays where it was.
   */
  static String masked(String json) {
    StringBuilder text = new StringBuilder(json);
    Matcher escape = ESCAPE.matcher(json);
    int high = -1;
    int end = -1;
    while (escape.find()) {
      char unit = escape.group(1) == null ? 0 : (char) Integer.parseInt(escape.group(1), 16);
      boolean paired = high >= 0 && escape.start() == end && Character.isLowSurrogate(unit);
      if (!paired) {
        mask(text, high);
        mask(text, Character.isLowSurrogate(unit) ? escape.start(1) : -1);
      }
      high = Character.isHighSurrogate(unit) ? escape.start(1) : -1;
      end = escape.end();
    }
    mask(text, high);
    return text.toString();
  }

  private static void mask(StringBuilder text, int at) {
    if (at >= 0) {
      text.replace(at, at + REPLACEMENT.length(), REPLACEMENT);
    }
  }
}
