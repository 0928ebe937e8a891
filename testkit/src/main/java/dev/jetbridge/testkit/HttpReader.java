package dev.jetbridge.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads HTTP/1 responses off a connection (RFC 9112 §6), and leaves what follows them. */
final class HttpReader {
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  private final RawConnection connection;
  private final Deadline deadline;
  private final int step;

  private HttpReader(RawConnection connection, Deadline deadline, int step) {
    this.connection = connection;
    this.deadline = deadline;
    this.step = step;
  }

  static HttpReader of(RawConnection connection, Deadline deadline) {
    return new HttpReader(connection, deadline, RawConnection.READ_SIZE);
  }

  /** One that takes no byte off the socket that may belong to what follows the answer. */
  static HttpReader sparing(RawConnection connection, Deadline deadline) {
    return new HttpReader(connection, deadline, 1);
  }

  /**
   * Reads one response.
   *
   * @param toHead whether the request was a HEAD, so that no body follows
   */
  HttpAnswer read(boolean toHead) {
    String statusLine = line();
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String field = line(); !field.isEmpty(); field = line()) {
      int colon = field.indexOf(':');
      if (colon < 1) {
        throw new AssertionError("header field without a name: " + field);
      }
      headers.add(Map.entry(field.substring(0, colon), field.substring(colon + 1).strip()));
    }
    HttpAnswer head = new HttpAnswer(statusLine, headers, new byte[0]);
    boolean bodiless =
        toHead || head.status() < 200 || head.status() == 204 || head.status() == 304;
    return bodiless ? head : new HttpAnswer(statusLine, headers, body(head));
  }

  private byte[] body(HttpAnswer head) {
    if (head.header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
      return chunked();
    }
    String length = head.header("Content-Length");
    return length.isEmpty() ? untilEnd() : bytes(Integer.parseInt(length));
  }

  private byte[] chunked() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
      if (size == 0) {
        while (!line().isEmpty()) {
          // A trailer field, of no interest.
        }
        return body.toByteArray();
      }
      body.writeBytes(bytes(size));
      String end = line();
      if (!end.isEmpty()) {
        throw new AssertionError("a chunk ends with %s; expected an empty line".formatted(end));
      }
    }
  }

  private byte[] untilEnd() {
    try {
      while (connection.arrived().remaining() < MOST_BYTES) {
        more("the end of the body");
      }
      throw new AssertionError("the body has no end");
    } catch (ConnectionEnded e) {
      if (e.wasReset()) {
        throw e;
      }
      return connection.take(connection.arrived().remaining());
    }
  }

  private byte[] bytes(int count) {
    while (connection.arrived().remaining() < count) {
      more("%d bytes of a body".formatted(count));
    }
    return connection.take(count);
  }

  private String line() {
    int searched = 0;
    while (true) {
      ByteBuffer arrived = connection.arrived();
      for (; searched < arrived.limit(); searched++) {
        if (arrived.get(searched) == '\n') {
          String line = new String(connection.take(searched + 1), StandardCharsets.ISO_8859_1);
          return line.substring(0, line.length() - (line.endsWith("\r\n") ? 2 : 1));
        }
      }
      more("a line of an HTTP answer");
    }
  }

  private void more(String what) {
    if (deadline.hasPassed() || !connection.fill(deadline, step)) {
      throw new AssertionError(
          "no more bytes in time for %s; so far: %s"
              .formatted(what, StandardCharsets.ISO_8859_1.decode(connection.arrived())));
    }
  }
}
