package dev.jetbridge.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of a {@link RawWebSocket}: by itself a correct one (RFC 6455 §4.1), every part of
 * which can be changed, left out or doubled.
 */
public final class RawWebSocketBuilder {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final int port;
  private final String key = randomKey();
  private final List<Map.Entry<String, String>> headers = new ArrayList<>();
  private String requestLine = "GET / HTTP/1.1";
  private int receiveBuffer;
  private long bytesPerSecond = Pace.UNLIMITED;
  private boolean autoPong = true;
  private byte[] preamble = {};
  private @Nullable SSLContext tls;

  RawWebSocketBuilder(int port) {
    this.port = port;
    header("Host", "127.0.0.1:" + port);
    header("Upgrade", "websocket");
    header("Connection", "Upgrade");
    header("Sec-WebSocket-Key", key);
    header("Sec-WebSocket-Version", "13");
  }

  /** The path and query that are asked for, as they are put on the wire. */
  public RawWebSocketBuilder path(String target) {
    return requestLine("GET " + target + " HTTP/1.1");
  }

  /** The first line of the request, without its line end. */
  public RawWebSocketBuilder requestLine(String line) {
    this.requestLine = line;
    return this;
  }

  /** Adds a header field, beside any other of that name. */
  public RawWebSocketBuilder header(String name, String value) {
    headers.add(Map.entry(name, value));
    return this;
  }

  /** Leaves out all header fields of that name given so far. */
  public RawWebSocketBuilder without(String name) {
    headers.removeIf(field -> field.getKey().equalsIgnoreCase(name));
    return this;
  }

  /** Puts one header field in the place of all of that name. */
  public RawWebSocketBuilder replace(String name, String value) {
    return without(name).header(name, value);
  }

  /** Sends {@code Authorization: Bearer}. */
  public RawWebSocketBuilder bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  /** Offers subprotocols, in this order. */
  public RawWebSocketBuilder subprotocols(String... names) {
    return header("Sec-WebSocket-Protocol", String.join(", ", names));
  }

  /** SO_RCVBUF in bytes, set before connecting: what the kernel queues unread on this side. */
  public RawWebSocketBuilder receiveBuffer(int bytes) {
    this.receiveBuffer = bytes;
    return this;
  }

  /** How fast this side reads after the handshake; 0: not at all. */
  public RawWebSocketBuilder bytesPerSecond(long rate) {
    this.bytesPerSecond = rate;
    return this;
  }

  /** Whether pings are answered while messages are read; they are unless this says no. */
  public RawWebSocketBuilder autoPong(boolean answer) {
    this.autoPong = answer;
    return this;
  }

  /** Bytes to send before the request, such as a proxy's header. */
  public RawWebSocketBuilder preamble(byte[] bytes) {
    this.preamble = bytes.clone();
    return this;
  }

  /** Connects with TLS. */
  public RawWebSocketBuilder tls(SSLContext context) {
    this.tls = context;
    return this;
  }

  /** Opens the WebSocket, and fails the test with the server's answer where that is refused. */
  public RawWebSocket open() {
    RawConnection connection = send();
    try {
      HttpAnswer answer = HttpReader.sparing(connection, Deadline.in(LIMIT)).read(false);
      if (answer.status() != 101) {
        throw new AssertionError("expected an upgrade; got " + answer);
      }
      if (!answer.header("Sec-WebSocket-Accept").equals(accept(key))) {
        throw new AssertionError(
            "expected Sec-WebSocket-Accept %s; got %s".formatted(accept(key), answer));
      }
      connection.pace().set(bytesPerSecond);
      return new RawWebSocket(connection, answer, autoPong);
    } catch (AssertionError | ConnectionEnded e) {
      connection.close();
      throw e;
    }
  }

  /** Makes the request, and returns the answer that refuses it; an upgrade fails the test. */
  public HttpAnswer refusal() {
    try (RawConnection connection = send()) {
      HttpAnswer answer = HttpReader.sparing(connection, Deadline.in(LIMIT)).read(false);
      if (answer.status() == 101) {
        throw new AssertionError("expected a refusal; got " + answer);
      }
      return answer;
    }
  }

  /** The request as it is put on the wire. */
  public String request() {
    String[] fields =
        headers.stream()
            .map(field -> field.getKey() + ": " + field.getValue())
            .toArray(String[]::new);
    return RawHttp.request(requestLine, fields);
  }

  private RawConnection send() {
    RawConnection connection = RawConnection.open(port, receiveBuffer, tls);
    connection.write(preamble, LIMIT);
    connection.write(request().getBytes(StandardCharsets.ISO_8859_1), LIMIT);
    return connection;
  }

  private static String randomKey() {
    byte[] nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    return Base64.getEncoder().encodeToString(nonce);
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
