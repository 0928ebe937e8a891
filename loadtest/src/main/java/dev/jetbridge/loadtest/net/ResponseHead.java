package dev.jetbridge.loadtest.net;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The head of an HTTP/1.1 response.
 *
 * @param headers by lower-case name; of repeated ones the last
 */
public record ResponseHead(int status, Map<String, String> headers) {
  private static final int LIMIT = 64 << 10;

  /** A head that is incomplete, or the whole of it. */
  public record Parsed(Optional<ResponseHead> head, int end) {}

  /**
   * Looks for a head at the beginning of what has been received.
   *
   * @return the head and where its body begins, or no head where more has to come
   * @throws IllegalArgumentException where this is no HTTP/1.1 response
   */
  public static Parsed parse(byte[] bytes, int from, int to) {
    for (int at = from; at + 3 < to; at++) {
      if (bytes[at] == '\r'
          && bytes[at + 1] == '\n'
          && bytes[at + 2] == '\r'
          && bytes[at + 3] == '\n') {
        String text = new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
        return new Parsed(Optional.of(of(text)), at + 4);
      }
    }
    if (to - from > LIMIT) {
      throw new IllegalArgumentException("a response head of more than 64 KiB");
    }
    return new Parsed(Optional.empty(), from);
  }

  /** A header, empty where it is missing. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  private static ResponseHead of(String text) {
    String[] lines = text.split("\r\n", -1);
    String[] status = lines[0].split(" ", 3);
    if (!status[0].equals("HTTP/1.1") || status.length < 2 || !status[1].matches("\\d{3}")) {
      throw new IllegalArgumentException(
          "'%s' found, expected the status line of HTTP/1.1".formatted(lines[0]));
    }
    Map<String, String> headers = new HashMap<>();
    for (int line = 1; line < lines.length; line++) {
      int colon = lines[line].indexOf(':');
      if (colon > 0) {
        String name = lines[line].substring(0, colon).toLowerCase(Locale.ROOT);
        headers.put(name, lines[line].substring(colon + 1).strip());
      }
    }
    return new ResponseHead(Integer.parseInt(status[1]), Map.copyOf(headers));
  }
}
