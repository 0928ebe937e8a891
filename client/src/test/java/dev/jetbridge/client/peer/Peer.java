package dev.jetbridge.client.peer;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** One connection, from the server's side (RFC 6455), with every freedom to break the rules. */
public final class Peer {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final Request request;
  private final ScriptedServer server;

  Peer(Socket socket, DataInputStream in, Request request, ScriptedServer server)
      throws IOException {
    this.socket = socket;
    this.in = in;
    this.out = socket.getOutputStream();
    this.request = request;
    this.server = server;
  }

  /** What it asked for. */
  public Request request() {
    return request;
  }

  /** Upgrades with the subprotocol that Jetbridge speaks. */
  public Peer accept() throws IOException {
    return accept("jetbridge.v1");
  }

  /** Upgrades with another subprotocol, or with none if empty. */
  public Peer accept(String subprotocol) throws IOException {
    return raw(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accepted(request.header("Sec-WebSocket-Key"))
            + (subprotocol.isEmpty() ? "" : "\r\nSec-WebSocket-Protocol: " + subprotocol)
            + "\r\n\r\n");
  }

  /** Answers with another status, and answers the plain request for the reason with the same. */
  public void refuse(int status, String problem, String... headers) throws IOException {
    server.reason(status, problem);
    answer(status, problem, headers);
    skipToEnd();
  }

  void answer(int status, String body, String... headers) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Refused\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    raw(head + "Content-Length: " + bytes.length + "\r\nConnection: close\r\n\r\n");
    out.write(bytes);
    out.flush();
    socket.shutdownOutput();
  }

  /** Sends text messages. */
  public Peer text(String... messages) throws IOException {
    for (String message : messages) {
      frame(FINAL | TEXT, message.getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  /** Sends a message in fragments of so many bytes, characters cut in the middle included. */
  public Peer fragments(String message, int size) throws IOException {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += size) {
      int to = Math.min(from + size, bytes.length);
      int opcode = from == 0 ? TEXT : 0;
      frame(opcode | (to == bytes.length ? FINAL : 0), Arrays.copyOfRange(bytes, from, to));
      ping();
    }
    return this;
  }

  public Peer ping() throws IOException {
    return frame(FINAL | PING, new byte[] {1, 2, 3});
  }

  /** Sends a frame with this first byte, whatever it means. */
  public Peer frame(int first, byte[] payload) throws IOException {
    out.write(header(first, payload.length));
    out.write(payload);
    out.flush();
    return this;
  }

  /** Begins a text message and stops in the middle. */
  public Peer half(String message) throws IOException {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    out.write(header(FINAL | TEXT, bytes.length));
    out.write(bytes, 0, bytes.length / 2);
    out.flush();
    return this;
  }

  /** Sends bytes as they are. */
  public Peer raw(String bytes) throws IOException {
    out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return this;
  }

  /** Closes, and waits for the client's answer. */
  public void close(int code, String reason) throws IOException {
    byte[] words = reason.getBytes(StandardCharsets.UTF_8);
    frame(
        FINAL | CLOSE,
        ByteBuffer.allocate(2 + words.length).putShort((short) code).put(words).array());
    awaitClose();
  }

  /** Reads until the client closes, and answers it. Returns its code, 1006 where it just left. */
  public int awaitClose() throws IOException {
    try {
      while (true) {
        int opcode = in.readUnsignedByte() & 0x0f;
        byte[] payload = payload();
        if (opcode == CLOSE) {
          frame(FINAL | CLOSE, payload);
          return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
      }
    } catch (EOFException | java.net.SocketException e) {
      return 1006;
    }
  }

  /** Drops the connection with a reset. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private byte[] payload() throws IOException {
    int length = in.readUnsignedByte() & 0x7f;
    length = length == 126 ? in.readUnsignedShort() : length;
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return payload;
  }

  private void skipToEnd() throws IOException {
    socket.setSoTimeout(2_000);
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client may leave as it likes.
    }
  }

  private static byte[] header(int first, int length) {
    ByteBuffer header = ByteBuffer.allocate(10).put((byte) first);
    if (length < 126) {
      header.put((byte) length);
    } else if (length < 65536) {
      header.put((byte) 126).putShort((short) length);
    } else {
      header.put((byte) 127).putLong(length);
    }
    return Arrays.copyOf(header.array(), header.position());
  }

  private static String accepted(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
