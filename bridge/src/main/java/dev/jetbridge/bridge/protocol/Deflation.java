package dev.jetbridge.bridge.protocol;

import java.util.zip.Deflater;

/**
 * A compressor of messages, each by itself, so that whoever agreed to that can read it, whatever it
 * was sent before (RFC 7692 §7.1.1.1). It holds 256 KiB outside of the heap. For one thread.
 */
public final class Deflation {
  // The levels above take up to three times as long for a twentieth fewer bytes (adr/0040).
  private static final int LEVEL = Deflater.BEST_SPEED;

  // RFC 7692 §7.2.1: the end of a flushed block is left out.
  private static final int END_BYTES = 4;
  private static final int RSV1 = 0x40;
  private static final int KEPT_BYTES = 64 * 1024;

  private static final ThreadLocal<Deflation> OF_THREAD =
      ThreadLocal.withInitial(() -> new Deflation(LEVEL));

  private final Deflater deflater;
  private byte[] scratch = new byte[4096];

  Deflation(int level) {
    deflater = new Deflater(level, true);
  }

  /** The calling thread's own. */
  public static Deflation ofThread() {
    return OF_THREAD.get();
  }

  /**
   * The frames of a text message compressed; the very same array where that would make it no
   * smaller.
   *
   * @param frames as {@link ServerFrames#text} makes them
   */
  public byte[] deflated(byte[] frames) {
    int start = ServerFrames.headerLength(frames);
    boolean whole = ServerFrames.end(frames, 0) == frames.length;
    byte[] text = whole ? frames : ServerFrames.payload(frames);
    int from = whole ? start : 0;
    int length = text.length - from;

    byte[] room = room(length);
    deflater.reset();
    deflater.setInput(text, from, length);
    int made = deflater.deflate(room, 0, length, Deflater.SYNC_FLUSH);
    // Full to the last byte it may not be all, and would gain nothing.
    return made == length ? frames : framed(room, made - END_BYTES);
  }

  private byte[] room(int length) {
    if (length > KEPT_BYTES) {
      return new byte[length];
    }
    if (length > scratch.length) {
      scratch = new byte[KEPT_BYTES];
    }
    return scratch;
  }

  private static byte[] framed(byte[] compressed, int length) {
    byte[] frames = new byte[ServerFrames.textLength(length)];
    System.arraycopy(compressed, 0, frames, frames.length - length, length);
    ServerFrames.frame(frames, length);
    // On the first frame alone, however many there are (RFC 7692 §6.1).
    frames[0] |= RSV1;
    return frames;
  }
}
