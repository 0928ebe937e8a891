package dev.jetbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Random;

/** Makes JSON values of every shape, and spoils them. The same seed makes the same values. */
final class RandomJson {
  private static final String[] SPACE = {"", "", "", " ", "\n", "\r\n\t", "  "};
  private static final String[] PIECES = {
    "a",
    "id",
    "datacontenttype",
    "é",
    "日本",
    "𝄞",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\u00e9",
    "\\ud800",
    "\\uDD1E",
    "\\\\ud",
    "12345678",
    " ",
    "[",
    "}",
    ":",
    "\u007f",
    "\uFFFF",
    "\uFEFF"
  };
  private static final String[] NUMBERS = {
    "0", "-0", "7", "-10", "3.25", "0.001", "1e5", "2E-7", "-1.5e+300", "18446744073709551616"
  };
  private static final byte[] SPOILERS =
      "[]{}\":,\\01-+.eEtfnu/x \n\t\0\u001f\u007f".getBytes(UTF_8);

  private final Random random;
  private final StringBuilder text = new StringBuilder();

  RandomJson(Random random) {
    this.random = random;
  }

  byte[] next() {
    text.setLength(0);
    space();
    value(random.nextInt(6));
    space();
    return text.toString().getBytes(UTF_8);
  }

  /** A copy with one to four bytes replaced, removed, put in, or a piece of it repeated. */
  static byte[] mutated(byte[] value, Random random) {
    byte[] bytes = value.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length + 1);
      int to = at + random.nextInt(Math.min(8, bytes.length - at + 1));
      byte[] middle =
          switch (random.nextInt(5)) {
            case 0 -> new byte[0];
            case 1 -> new byte[] {SPOILERS[random.nextInt(SPOILERS.length)]};
            case 2 -> new byte[] {(byte) random.nextInt(256)};
            case 3 -> Arrays.copyOfRange(bytes, at, to);
            default -> "[".repeat(random.nextInt(70)).getBytes(UTF_8);
          };
      int keep = random.nextBoolean() ? at : to;
      byte[] spoiled = new byte[at + middle.length + bytes.length - keep];
      System.arraycopy(bytes, 0, spoiled, 0, at);
      System.arraycopy(middle, 0, spoiled, at, middle.length);
      System.arraycopy(bytes, keep, spoiled, at + middle.length, bytes.length - keep);
      bytes = spoiled;
    }
    return bytes;
  }

  private void value(int depth) {
    switch (random.nextInt(depth == 0 ? 3 : 6)) {
      case 0 -> text.append(pick("true", "false", "null"));
      case 1 -> text.append(pick(NUMBERS));
      case 2 -> string();
      case 3 -> members('[', ']', depth - 1);
      default -> members('{', '}', depth - 1);
    }
  }

  private void members(char open, char close, int depth) {
    text.append(open);
    space();
    int members = random.nextInt(4);
    for (int i = 0; i < members; i++) {
      if (i > 0) {
        text.append(',');
        space();
      }
      if (open == '{') {
        string();
        space();
        text.append(':');
        space();
      }
      value(depth);
      space();
    }
    text.append(close);
  }

  private void string() {
    text.append('"');
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(pick(PIECES));
    }
    text.append('"');
  }

  private void space() {
    text.append(pick(SPACE));
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }
}
