package dev.jetbridge.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A plain blocking WebSocket client that sees and sends every bit. It shares no code with the
 * product and judges nothing unless it is asked.
 *
 * <p>Nothing is read but while a reading method runs: a test that calls none is a client that does
 * not read. One thread reads; any thread writes.
 */
public final class RawWebSocket implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int RSV1 = 4;

  private final RawConnection connection;
  private final HttpAnswer answer;
  private volatile boolean autoPong;
  private volatile @Nullable CloseSeen closed;
  private int pings;
  private int compressed;
  private boolean inflating;
  private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();

  RawWebSocket(RawConnection connection, HttpAnswer answer, boolean autoPong) {
    this.connection = connection;
    this.answer = answer;
    this.autoPong = autoPong;
  }

  /** A client for a loopback port. */
  public static RawWebSocketBuilder to(int port) {
    return new RawWebSocketBuilder(port);
  }

  /** The answer to the handshake. */
  public HttpAnswer answer() {
    return answer;
  }

  /** The port of this side, by which a server's lists name the connection. */
  public int localPort() {
    return connection.localPort();
  }

  /** How the WebSocket ended; null while it has not, as far as was read. */
  public @Nullable CloseSeen closed() {
    return closed;
  }

  /** How many pings {@link #readMessage} has met. */
  public int pings() {
    return pings;
  }

  /** How many of the messages that {@link #readMessage} has read came compressed. */
  public int compressed() {
    return compressed;
  }

  /** Changes how fast this side reads, at once: 0 stops. */
  public void bytesPerSecond(long rate) {
    connection.pace().set(rate);
  }

  /** Lifts any bound on the rate. */
  public void readAtFullSpeed() {
    connection.pace().set(Pace.UNLIMITED);
  }

  /** Whether {@link #readMessage} answers pings from now on. */
  public void autoPong(boolean answer) {
    this.autoPong = answer;
  }

  /** Reads the next frame whatever it is, and does nothing about it; 20 s at most. */
  public WebSocketFrame readFrame() {
    WebSocketFrame frame = readFrame(LIMIT);
    if (frame == null) {
      throw new AssertionError("no frame within " + LIMIT);
    }
    return frame;
  }

  /**
   * Reads the next frame whatever it is, and does nothing about it.
   *
   * @return null where no whole frame has come in time; what has come of it is kept
   * @throws ConnectionEnded where the connection ended before
   */
  public @Nullable WebSocketFrame readFrame(Duration limit) {
    return readFrame(Deadline.in(limit));
  }

  /** Reads the next message's text; 20 s at most. */
  public String readText() {
    byte[] message = readMessage(LIMIT);
    if (message == null) {
      throw new AssertionError(
          closed == null ? "no message within " + LIMIT : "no message, but " + closed);
    }
    return new String(message, StandardCharsets.UTF_8);
  }

  /**
   * Reads the next text or binary message, put together from its fragments and inflated where it
   * came compressed. Pings on the way are counted and answered; a close is answered and noted.
   *
   * @return null where none has come in time, or none will any more: then {@link #closed()} is set
   */
  public byte @Nullable [] readMessage(Duration limit) {
    Deadline deadline = Deadline.in(limit);
    while (closed == null) {
      WebSocketFrame frame;
      try {
        frame = readFrame(deadline);
      } catch (ConnectionEnded e) {
        closed = CloseSeen.abnormal(e);
        return null;
      }
      if (frame == null) {
        return null;
      }
      if (frame.opcode() < WebSocketFrame.CLOSE) {
        noteCompression(frame);
        fragments.writeBytes(frame.payload());
        if (frame.fin()) {
          byte[] message = fragments.toByteArray();
          fragments.reset();
          return inflating ? Inflated.message(message) : message;
        }
      } else {
        control(frame);
      }
    }
    return null;
  }

  /** Reads on, passing over messages, until the WebSocket has ended, and tells how it did. */
  public CloseSeen awaitClose(Duration limit) {
    Deadline deadline = Deadline.in(limit);
    while (!deadline.hasPassed()) {
      byte[] message = readMessage(Duration.ofMillis(deadline.remainingMillis()));
      CloseSeen seen = closed;
      if (message == null && seen != null) {
        return seen;
      }
    }
    throw new AssertionError("the WebSocket is still open after " + limit);
  }

  public void send(WebSocketFrame frame) {
    sendBytes(frame.encode());
  }

  public void sendText(String text) {
    send(WebSocketFrame.text(text));
  }

  public void sendClose(int code, String reason) {
    send(WebSocketFrame.close(code, reason));
  }

  /** Sends one text message in frames of {@code pieceSize} bytes. */
  public void sendFragmented(String text, int pieceSize) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += pieceSize) {
      int to = Math.min(bytes.length, from + pieceSize);
      int opcode = from == 0 ? WebSocketFrame.TEXT : WebSocketFrame.CONTINUATION;
      send(
          WebSocketFrame.of(opcode, Arrays.copyOfRange(bytes, from, to))
              .withFin(to == bytes.length));
    }
  }

  /** Sends {@code count} pings, one after the other. */
  public void floodPings(int count) {
    for (int n = 0; n < count; n++) {
      send(WebSocketFrame.ping("flood " + n));
    }
  }

  /** Sends bytes that need not be a frame. */
  public void sendBytes(byte[] bytes) {
    connection.write(bytes, LIMIT);
  }

  /** Sends FIN without a close frame, and goes on reading. */
  public void finish() {
    connection.finish();
  }

  /** Ends the connection with a reset (SO_LINGER 0). */
  public void reset() {
    connection.reset();
  }

  /** Ends the connection without a close frame. */
  @Override
  public void close() {
    connection.close();
  }

  private @Nullable WebSocketFrame readFrame(Deadline deadline) {
    while (true) {
      long size = WebSocketFrame.sizeOf(connection.arrived());
      if (size > 0 && size <= connection.arrived().remaining()) {
        return WebSocketFrame.parse(connection.take((int) size));
      }
      if (deadline.hasPassed() || !connection.fill(deadline, RawConnection.READ_SIZE)) {
        return null;
      }
    }
  }

  /** RFC 7692 §6: RSV1, where the extension was agreed on, on the first frame of a message. */
  private void noteCompression(WebSocketFrame frame) {
    boolean first = frame.opcode() != WebSocketFrame.CONTINUATION;
    boolean may = first && answer.header("Sec-WebSocket-Extensions").contains("permessage-deflate");
    if (frame.rsv() != 0 && !(may && frame.rsv() == RSV1)) {
      throw new AssertionError("expected no reserved bit here; got " + frame);
    }
    if (first) {
      inflating = frame.rsv() == RSV1;
      compressed += inflating ? 1 : 0;
    }
  }

  private void control(WebSocketFrame frame) {
    if (frame.opcode() == WebSocketFrame.PING) {
      pings++;
      if (autoPong) {
        answer(WebSocketFrame.of(WebSocketFrame.PONG, frame.payload()));
      }
    } else if (frame.opcode() == WebSocketFrame.CLOSE) {
      closed = CloseSeen.of(frame);
      answer(WebSocketFrame.of(WebSocketFrame.CLOSE, frame.payload()));
    }
  }

  private void answer(WebSocketFrame frame) {
    try {
      send(frame);
    } catch (ConnectionEnded e) {
      if (closed == null) {
        closed = CloseSeen.abnormal(e);
      }
    }
  }
}
