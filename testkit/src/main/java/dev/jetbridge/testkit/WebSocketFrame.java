package dev.jetbridge.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A WebSocket frame with all its header bits, well-formed or not (RFC 6455 §5.2). Immutable.
 *
 * <p>Those made by the factories are what a well-behaved client sends: final and masked. The {@code
 * with} methods bend them.
 */
public final class WebSocketFrame {
  public static final int CONTINUATION = 0x0;
  public static final int TEXT = 0x1;
  public static final int BINARY = 0x2;
  public static final int CLOSE = 0x8;
  public static final int PING = 0x9;
  public static final int PONG = 0xA;

  private static final int MASK_SIZE = 4;

  private final boolean fin;
  private final int rsv;
  private final int opcode;
  private final boolean masked;
  private final byte[] payload;

  /**
   * @param rsv the three reserved bits, 0 to 7
   * @param opcode 0 to 15
   */
  WebSocketFrame(boolean fin, int rsv, int opcode, boolean masked, byte[] payload) {
    if (rsv < 0 || rsv > 7 || opcode < 0 || opcode > 15) {
      throw new IllegalArgumentException(
          "rsv %d, opcode %d; expected 0 to 7, 0 to 15".formatted(rsv, opcode));
    }
    this.fin = fin;
    this.rsv = rsv;
    this.opcode = opcode;
    this.masked = masked;
    this.payload = payload;
  }

  public static WebSocketFrame of(int opcode, byte[] payload) {
    return new WebSocketFrame(true, 0, opcode, true, payload.clone());
  }

  public static WebSocketFrame text(String text) {
    return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  public static WebSocketFrame ping(String payload) {
    return of(PING, payload.getBytes(StandardCharsets.UTF_8));
  }

  public static WebSocketFrame close(int code, String reason) {
    byte[] words = reason.getBytes(StandardCharsets.UTF_8);
    return of(
        CLOSE, ByteBuffer.allocate(2 + words.length).putShort((short) code).put(words).array());
  }

  public WebSocketFrame withFin(boolean bit) {
    return new WebSocketFrame(bit, rsv, opcode, masked, payload);
  }

  /** With reserved bits, 4 for RSV1, 2 for RSV2, 1 for RSV3. */
  public WebSocketFrame withRsv(int bits) {
    return new WebSocketFrame(fin, bits, opcode, masked, payload);
  }

  public WebSocketFrame withMask(boolean bit) {
    return new WebSocketFrame(fin, rsv, opcode, bit, payload);
  }

  public boolean fin() {
    return fin;
  }

  public int rsv() {
    return rsv;
  }

  public int opcode() {
    return opcode;
  }

  public boolean masked() {
    return masked;
  }

  public byte[] payload() {
    return payload.clone();
  }

  /** The payload read as UTF-8. */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** The frame on the wire, masked with a fresh key where it is to be. */
  public byte[] encode() {
    return encode(payload.length);
  }

  /**
   * The frame on the wire with a header that claims {@code length} bytes of payload, whatever there
   * is: a large claim costs the sender nothing.
   */
  public byte[] encode(long length) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    wire.write((fin ? 0x80 : 0) | (rsv << 4) | opcode);
    int bit = masked ? 0x80 : 0;
    if (length < 126) {
      wire.write(bit | (int) length);
    } else if (length < 65_536) {
      wire.write(bit | 126);
      wire.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
    } else {
      wire.write(bit | 127);
      wire.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
    }
    byte[] content = payload;
    if (masked) {
      byte[] key = new byte[MASK_SIZE];
      ThreadLocalRandom.current().nextBytes(key);
      wire.writeBytes(key);
      content = mask(payload, key);
    }
    wire.writeBytes(content);
    return wire.toByteArray();
  }

  /** How many bytes the frame that {@code wire} begins with takes; -1 where that is not known. */
  static long sizeOf(ByteBuffer wire) {
    if (wire.remaining() < 2 || wire.remaining() < 2 + extendedLength(wire)) {
      return -1;
    }
    int mask = isMasked(wire) ? MASK_SIZE : 0;
    long length =
        switch (wire.get(1) & 0x7F) {
          case 126 -> wire.getShort(2) & 0xFFFF;
          case 127 -> wire.getLong(2);
          default -> wire.get(1) & 0x7F;
        };
    return 2 + extendedLength(wire) + mask + length;
  }

  /** Reads a frame from exactly its bytes. */
  static WebSocketFrame parse(byte[] bytes) {
    ByteBuffer wire = ByteBuffer.wrap(bytes);
    boolean masked = isMasked(wire);
    int at = 2 + extendedLength(wire);
    byte[] content = Arrays.copyOfRange(bytes, masked ? at + MASK_SIZE : at, bytes.length);
    if (masked) {
      content = mask(content, Arrays.copyOfRange(bytes, at, at + MASK_SIZE));
    }
    return new WebSocketFrame(
        (bytes[0] & 0x80) != 0, (bytes[0] >> 4) & 0x7, bytes[0] & 0xF, masked, content);
  }

  @Override
  public String toString() {
    String content =
        opcode == TEXT || opcode == CONTINUATION ? text() : HexFormat.of().formatHex(payload);
    return "[fin %s, rsv %d, opcode %d, %s, %d bytes: %.200s]"
        .formatted(fin, rsv, opcode, masked ? "masked" : "unmasked", payload.length, content);
  }

  private static boolean isMasked(ByteBuffer wire) {
    return (wire.get(1) & 0x80) != 0;
  }

  private static int extendedLength(ByteBuffer wire) {
    return switch (wire.get(1) & 0x7F) {
      case 126 -> 2;
      case 127 -> 8;
      default -> 0;
    };
  }

  private static byte[] mask(byte[] content, byte[] key) {
    byte[] masked = new byte[content.length];
    for (int i = 0; i < content.length; i++) {
      masked[i] = (byte) (content[i] ^ key[i % MASK_SIZE]);
    }
    return masked;
  }
}
