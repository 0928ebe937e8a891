package dev.jetbridge.bridge.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * WebSocket frames from server to client as bytes, unmasked (RFC 6455 §5.2), ready for the socket.
 *
 * <p>A message above {@value #FRAGMENT_BYTES} bytes becomes several frames, so that a control frame
 * may go between them; {@link #end} finds where each stops.
 */
public final class ServerFrames {
  /** The most payload in one data frame. */
  public static final int FRAGMENT_BYTES = 16 * 1024;

  /** The most payload in a control frame (RFC 6455 §5.5). */
  public static final int MAX_CONTROL_BYTES = 125;

  private static final int FIN = 0x80;
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int SHORT_LENGTH = 126;
  private static final int MAX_CLOSE_TEXT = MAX_CONTROL_BYTES - 2;

  private ServerFrames() {}

  /**
   * One text message, spliced from parts.
   *
   * @param parts UTF-8 when joined; a part may end inside a character
   */
  public static byte[] text(byte[]... parts) {
    int payload = 0;
    for (byte[] part : parts) {
      payload = Math.addExact(payload, part.length);
    }
    byte[] frames = new byte[textLength(payload)];
    int at = frames.length - payload;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, frames, at, part.length);
      at += part.length;
    }
    frame(frames, payload);
    return frames;
  }

  /**
   * Makes frames of a text message in its own array: of {@link #textLength} bytes, the last of
   * which are the message.
   *
   * @param payload the message's bytes
   */
  public static void frame(byte[] frames, int payload) {
    if (frames.length != textLength(payload)) {
      throw new IllegalArgumentException(
          "array of " + frames.length + " bytes found, expected " + textLength(payload));
    }
    int from = frames.length - payload;
    int at = 0;
    int written = 0;
    do {
      // No header reaches into what is yet to be moved: those to come need the room in front of it.
      at = putHeader(frames, at, written == 0 ? TEXT : CONTINUATION, payload, written);
      int count = Math.min(FRAGMENT_BYTES, payload - written);
      System.arraycopy(frames, from + written, frames, at, count);
      at += count;
      written += count;
    } while (written < payload);
  }

  /** How many bytes the frames of a text message take. */
  public static int textLength(int payload) {
    int whole = payload / FRAGMENT_BYTES;
    int rest = payload % FRAGMENT_BYTES;
    int frames = Math.multiplyExact(whole, headerLength(FRAGMENT_BYTES) + FRAGMENT_BYTES);
    return rest == 0 && whole > 0 ? frames : Math.addExact(frames, headerLength(rest) + rest);
  }

  /** Where the frame that begins at {@code start} ends: the index after its last byte. */
  public static int end(byte[] frames, int start) {
    int length = frames[start + 1] & 0x7F;
    if (length == SHORT_LENGTH) {
      length = (frames[start + 2] & 0xFF) << 8 | (frames[start + 3] & 0xFF);
    }
    return start + headerLength(length) + length;
  }

  /** The payload of a message's frames, joined. */
  public static byte[] payload(byte[] frames) {
    byte[] payload = new byte[frames.length];
    int length = putPayload(frames, 0, frames.length, payload, 0);
    return Arrays.copyOf(payload, length);
  }

  /**
   * Copies a part of a message out of its frames.
   *
   * @param from index of the first byte in the message
   * @param until index after the last
   * @return the index after the last byte written
   */
  public static int putPayload(byte[] frames, int from, int until, byte[] target, int offset) {
    int at = offset;
    int passed = 0;
    for (int start = 0; start < frames.length && passed < until; start = end(frames, start)) {
      int header = headerLength(frames[start + 1] & 0x7F);
      int count = end(frames, start) - start - header;
      int first = Math.max(0, from - passed);
      int last = Math.min(count, until - passed);
      if (first < last) {
        System.arraycopy(frames, start + header + first, target, at, last - first);
        at += last - first;
      }
      passed += count;
    }
    return at;
  }

  /** A ping with at most {@value #MAX_CONTROL_BYTES} bytes of payload. */
  public static byte[] ping(byte[] payload) {
    return control(PING, payload);
  }

  /** A pong that returns a ping's payload. */
  public static byte[] pong(byte[] payload) {
    return control(PONG, payload);
  }

  /** A close with the reason's code and text. */
  public static byte[] close(CloseReason reason) {
    return close(reason.code(), reason.text());
  }

  /**
   * A close.
   *
   * @param code one that may stand in a close frame (RFC 6455 §7.4)
   * @param text at most 123 bytes in UTF-8
   */
  public static byte[] close(int code, String text) {
    if (code < 1000 || code > 4999 || code == 1005 || code == 1006 || code == 1015) {
      throw new IllegalArgumentException(
          "close code " + code + " found, expected one that may be sent (RFC 6455 §7.4)");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_CLOSE_TEXT) {
      throw new IllegalArgumentException(
          "close reason of " + bytes.length + " bytes found, expected at most " + MAX_CLOSE_TEXT);
    }
    byte[] payload = new byte[2 + bytes.length];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(bytes, 0, payload, 2, bytes.length);
    return control(CLOSE, payload);
  }

  /** A close without code and text: the answer to one that had neither. */
  public static byte[] close() {
    return control(CLOSE, new byte[0]);
  }

  private static byte[] control(int opcode, byte[] payload) {
    if (payload.length > MAX_CONTROL_BYTES) {
      throw new IllegalArgumentException(
          "control payload of "
              + payload.length
              + " bytes found, expected at most "
              + MAX_CONTROL_BYTES);
    }
    byte[] frame = new byte[2 + payload.length];
    frame[0] = (byte) (FIN | opcode);
    frame[1] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 2, payload.length);
    return frame;
  }

  private static int putHeader(byte[] frames, int at, int opcode, int payload, int written) {
    int length = Math.min(FRAGMENT_BYTES, payload - written);
    boolean last = written + length == payload;
    frames[at] = (byte) (opcode | (last ? FIN : 0));
    if (length < SHORT_LENGTH) {
      frames[at + 1] = (byte) length;
      return at + 2;
    }
    frames[at + 1] = SHORT_LENGTH;
    frames[at + 2] = (byte) (length >> 8);
    frames[at + 3] = (byte) length;
    return at + 4;
  }

  /** How many bytes stand before the payload of the first frame. */
  static int headerLength(byte[] frames) {
    return headerLength(frames[1] & 0x7F);
  }

  private static int headerLength(int payload) {
    return payload < SHORT_LENGTH ? 2 : 4;
  }
}
