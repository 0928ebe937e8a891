package dev.jetbridge.client.follow;

/** Text of others, made fit for a terminal and for a line. */
final class PlainText {
  private PlainText() {}

  /**
   * Replaces line breaks by spaces, one for one. Valid JSON has raw line breaks between tokens
   * only, so the value stays the same and so does its length.
   */
  static String onOneLine(String json) {
    return json.indexOf('\n') < 0 && json.indexOf('\r') < 0
        ? json
        : json.replace('\n', ' ').replace('\r', ' ');
  }

  /**
   * Shows characters that a terminal would obey, control characters and changes of direction, as
   * escapes; line feeds stay.
   */
  static String harmless(String text) {
    if (text.chars().noneMatch(PlainText::obeyed)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (obeyed(c)) {
        shown.append("\\u%04x".formatted((int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  private static boolean obeyed(int c) {
    return (c < ' ' && c != '\n')
        || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
