package dev.jetbridge.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client that sends whatever bytes a test gives it, in whatever pieces, and reads the
 * answers. Nothing is added: no {@code Host}, no {@code Connection}.
 *
 * <pre>{@code
 * HttpAnswer answer = RawHttp.exchange(port, "GET /readyz HTTP/1.1", "Host: localhost");
 * }</pre>
 */
public final class RawHttp implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final RawConnection connection;

  private RawHttp(RawConnection connection) {
    this.connection = connection;
  }

  /** Connects to a loopback port. */
  public static RawHttp connect(int port) {
    return connect(port, null);
  }

  /** Connects to a loopback port, with TLS where a context is given. */
  public static RawHttp connect(int port, @Nullable SSLContext tls) {
    return new RawHttp(RawConnection.open(port, 0, tls));
  }

  /** Sends one request without a body on a connection of its own and reads the answer. */
  public static HttpAnswer exchange(int port, String requestLine, String... headers) {
    try (RawHttp http = connect(port)) {
      http.send(request(requestLine, headers));
      return requestLine.startsWith("HEAD ") ? http.answerToHead() : http.answer();
    }
  }

  /** The text of a request without a body. */
  public static String request(String requestLine, String... headers) {
    StringBuilder text = new StringBuilder(requestLine).append("\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  /** Sends text as ISO 8859-1, one byte a character. */
  public void send(String text) {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void send(byte[] bytes) {
    connection.write(bytes, LIMIT);
  }

  /**
   * Sends text in pieces with a pause after each, as a slow (or malicious) client would. Throws
   * {@link ConnectionEnded} where the peer loses patience.
   */
  public void sendSlowly(String text, int pieceSize, Duration pause) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int from = 0; from < bytes.length; from += pieceSize) {
      int to = Math.min(bytes.length, from + pieceSize);
      send(Arrays.copyOfRange(bytes, from, to));
      try {
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      } catch (InterruptedException e) {
        throw Poll.interrupted("the next piece", e);
      }
    }
  }

  /** Reads the next answer; 20 s at most. */
  public HttpAnswer answer() {
    return answer(LIMIT);
  }

  public HttpAnswer answer(Duration limit) {
    return HttpReader.of(connection, Deadline.in(limit)).read(false);
  }

  /** Reads the next answer, to a HEAD request: it has no body whatever its headers say. */
  public HttpAnswer answerToHead() {
    return HttpReader.of(connection, Deadline.in(LIMIT)).read(true);
  }

  /**
   * Waits until the peer ends the connection, passing over what it still sends, and tells how it
   * did.
   */
  public ConnectionEnded awaitEnd(Duration limit) {
    Deadline deadline = Deadline.in(limit);
    try {
      while (!deadline.hasPassed()) {
        if (connection.fill(deadline, RawConnection.READ_SIZE)) {
          byte[] unused = connection.take(connection.arrived().remaining());
        }
      }
    } catch (ConnectionEnded e) {
      return e;
    }
    throw new AssertionError("the connection is still open after " + limit);
  }

  /** Sends FIN and goes on reading. */
  public void finish() {
    connection.finish();
  }

  /** Ends the connection with a reset. */
  public void reset() {
    connection.reset();
  }

  @Override
  public void close() {
    connection.close();
  }
}
