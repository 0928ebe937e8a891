package dev.jetbridge.loadtest.net;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes a server's WebSocket frames apart (RFC 6455 §5), without an object for each. One a
 * connection, one thread. Messages up to 64 MiB.
 */
public final class FrameDecoder {
  private static final int MAX_MESSAGE = 64 << 20;
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int NO_CODE = 1005;
  private static final byte[] NOTHING = {};

  private byte[] assembled = NOTHING;
  private int assembledLength;
  private int assembledKind;

  /**
   * Hands over every whole frame.
   *
   * @return where the first frame begins that is not there whole yet; after {@link
   *     FrameSink#malformed} the end
   */
  public int decode(byte[] bytes, int from, int to, FrameSink sink) {
    int at = from;
    while (to - at >= 2) {
      int first = bytes[at];
      int second = bytes[at + 1];
      int head = 2;
      long length = second & 0x7F;
      if (length == 126) {
        head = 4;
      } else if (length == 127) {
        head = 10;
      }
      if (to - at < head) {
        return at;
      }
      if (head > 2) {
        length = 0;
        for (int digit = 2; digit < head; digit++) {
          length = length << 8 | (bytes[at + digit] & 0xFF);
        }
      }
      String fault = fault(first, second, length);
      if (fault != null) {
        sink.malformed(fault);
        return to;
      }
      if (to - at - head < length) {
        return at;
      }
      frame(first, bytes, at + head, (int) length, sink);
      at += head + (int) length;
    }
    return at;
  }

  private @Nullable String fault(int first, int second, long length) {
    int opcode = first & 0x0F;
    if ((first & 0x70) != 0) {
      return "a frame with reserved bits 0x%02x, expected none".formatted(first & 0x70);
    }
    if ((second & 0x80) != 0) {
      return "a masked frame from a server";
    }
    if (length < 0 || length + assembledLength > MAX_MESSAGE) {
      return "a message of more than %d bytes".formatted(MAX_MESSAGE);
    }
    return switch (opcode) {
      case CONTINUATION -> assembledKind == CONTINUATION ? "a continuation of nothing" : null;
      case TEXT, BINARY ->
          assembledKind == CONTINUATION ? null : "a new message within a fragmented one";
      case CLOSE, PING, PONG ->
          (first & 0x80) == 0 || length > 125
              ? "a control frame that is fragmented or above 125 bytes"
              : null;
      default -> "a frame with opcode %d".formatted(opcode);
    };
  }

  private void frame(int first, byte[] bytes, int offset, int length, FrameSink sink) {
    boolean last = (first & 0x80) != 0;
    int opcode = first & 0x0F;
    if (opcode >= CLOSE) {
      control(opcode, bytes, offset, length, sink);
    } else if (last && opcode != CONTINUATION) {
      message(opcode, bytes, offset, length, sink);
    } else {
      if (opcode != CONTINUATION) {
        assembledKind = opcode;
      }
      assemble(bytes, offset, length);
      if (last) {
        message(assembledKind, assembled, 0, assembledLength, sink);
        assembledKind = CONTINUATION;
        assembledLength = 0;
        assembled = NOTHING;
      }
    }
  }

  private static void message(int kind, byte[] bytes, int offset, int length, FrameSink sink) {
    if (kind == TEXT) {
      sink.text(bytes, offset, length);
    } else {
      sink.binary(bytes, offset, length);
    }
  }

  private static void control(int opcode, byte[] bytes, int offset, int length, FrameSink sink) {
    if (opcode == PING) {
      sink.ping(Arrays.copyOfRange(bytes, offset, offset + length));
    } else if (opcode == PONG) {
      sink.pong();
    } else if (length == 1) {
      sink.malformed("a close frame with one byte");
    } else if (length == 0) {
      sink.closing(NO_CODE, "");
    } else {
      int code = (bytes[offset] & 0xFF) << 8 | (bytes[offset + 1] & 0xFF);
      sink.closing(code, new String(bytes, offset + 2, length - 2, StandardCharsets.UTF_8));
    }
  }

  private void assemble(byte[] bytes, int offset, int length) {
    int needed = assembledLength + length;
    if (needed > assembled.length) {
      assembled = Arrays.copyOf(assembled, Math.max(needed, assembled.length * 2));
    }
    System.arraycopy(bytes, offset, assembled, assembledLength, length);
    assembledLength = needed;
  }
}
