package dev.jetbridge.loadtest.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** A client's WebSocket frames: each masked with a key of its own (RFC 6455 §5.3). */
public final class Frames {
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PONG = 10;

  private Frames() {}

  public static ByteBuf text(ByteBufAllocator allocator, String text) {
    return frame(allocator, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  public static ByteBuf binary(ByteBufAllocator allocator, byte[] payload) {
    return frame(allocator, BINARY, payload);
  }

  public static ByteBuf pong(ByteBufAllocator allocator, byte[] payload) {
    return frame(allocator, PONG, payload);
  }

  /** A close with a code and without a reason. */
  public static ByteBuf close(ByteBufAllocator allocator, int code) {
    return frame(allocator, CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
  }

  private static ByteBuf frame(ByteBufAllocator allocator, int opcode, byte[] payload) {
    ByteBuf frame = allocator.buffer(payload.length + 14);
    frame.writeByte(0x80 | opcode);
    if (payload.length < 126) {
      frame.writeByte(0x80 | payload.length);
    } else if (payload.length <= 0xFFFF) {
      frame.writeByte(0x80 | 126).writeShort(payload.length);
    } else {
      frame.writeByte(0x80 | 127).writeLong(payload.length);
    }
    int key = ThreadLocalRandom.current().nextInt();
    frame.writeInt(key);
    for (int at = 0; at < payload.length; at++) {
      frame.writeByte(payload[at] ^ (key >>> (24 - 8 * (at & 3))));
    }
    return frame;
  }
}
