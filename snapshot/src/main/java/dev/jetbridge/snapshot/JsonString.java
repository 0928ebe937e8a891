package dev.jetbridge.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Strings within valid JSON, by the place of their opening quote. */
final class JsonString {
  private JsonString() {}

  /** Whether its characters are these; ASCII alone is compared without decoding. */
  static boolean is(byte[] json, int quote, String text) {
    int length = text.length();
    int at = quote + 1;
    for (int i = 0; i < length; i++) {
      byte b = json[at + i];
      if (b == '\\' || b < 0) {
        return decoded(json, quote).equals(text);
      }
      // The closing quote ends it, also where the text goes on with a quote of its own.
      if (b == '"' || b != text.charAt(i)) {
        return false;
      }
    }
    return json[at + length] == '"';
  }

  /** Its characters; an escape of a lone surrogate is one of them. */
  static String decoded(byte[] json, int quote) {
    int end = JsonScan.pastString(json, quote) - 1;
    StringBuilder text = new StringBuilder(end - quote);
    int plain = quote + 1;
    for (int at = plain; at < end; ) {
      if (json[at] != '\\') {
        at++;
        continue;
      }
      text.append(new String(json, plain, at - plain, UTF_8)).append(escaped(json, at + 1));
      at += json[at + 1] == 'u' ? 6 : 2;
      plain = at;
    }
    return text.append(new String(json, plain, end - plain, UTF_8)).toString();
  }

  private static char escaped(byte[] json, int at) {
    return switch (json[at]) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) Integer.parseInt(new String(json, at + 1, 4, UTF_8), 16);
      default -> (char) json[at];
    };
  }
}
