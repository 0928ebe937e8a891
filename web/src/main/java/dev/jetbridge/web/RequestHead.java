package dev.jetbridge.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, as far as webview needs it.
 *
 * @param path without the query
 * @param query without the question mark, empty where there is none
 * @param headers by name, lower case
 */
record RequestHead(String method, String path, String query, Map<String, String> headers) {
  /** Browsers stay below. */
  private static final int MAX_BYTES = 32 * 1024;

  private static final int REQUEST_LINE_PARTS = 3;

  RequestHead {
    headers = Map.copyOf(headers);
  }

  /**
   * Reads one, and nothing after it.
   *
   * @throws IOException where the stream ends before, or what comes is no request that is answered
   */
  static RequestHead read(InputStream in) throws IOException {
    List<String> lines = text(in).lines().toList();
    String[] request = lines.getFirst().split(" ", -1);
    if (request.length != REQUEST_LINE_PARTS || !request[1].startsWith("/")) {
      throw new IOException("request line found that is not of the form GET /path HTTP/1.1");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line : lines.subList(1, lines.size() - 1)) {
      int colon = line.indexOf(':');
      String name = line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
      // Two of one name, and this and the next server might believe different ones.
      if (colon < 1
          || !name.equals(name.strip())
          || headers.put(name, line.substring(colon + 1).strip()) != null) {
        throw new IOException("header found that is malformed or repeated: " + name);
      }
    }
    int mark = request[1].indexOf('?');
    return mark < 0
        ? new RequestHead(request[0], request[1], "", headers)
        : new RequestHead(
            request[0], request[1].substring(0, mark), request[1].substring(mark + 1), headers);
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  boolean isUpgrade() {
    return "websocket".equalsIgnoreCase(headers.get("upgrade"));
  }

  private static String text(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder(1024);
    while (text.length() < MAX_BYTES) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("end of the connection found in a request");
      }
      text.append((char) next);
      int length = text.length();
      if (next == '\n'
          && length > 3
          && "\r\n\r\n".contentEquals(text.subSequence(length - 4, length))) {
        return text.toString();
      }
    }
    throw new IOException("request above " + MAX_BYTES + " bytes found");
  }
}
