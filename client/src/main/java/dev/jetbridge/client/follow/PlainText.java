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
   * Shows what a terminal would obey, control characters and changes of direction, and what UTF-8
   * cannot carry, lone surrogates, as escapes; line feeds stay.
   */
  static String harmless(String text) {
    if (text.codePoints().noneMatch(PlainText::obeyed)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          if (obeyed(c)) {
            shown.append("\\u%04x".formatted(c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }

  private static boolean obeyed(int c) {
    return (c < ' ' && c != '\n')
        || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || (c >= 0xd800 && c <= 0xdfff);
  }
}
