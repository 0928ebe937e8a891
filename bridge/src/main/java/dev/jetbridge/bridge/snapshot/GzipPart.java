package dev.jetbridge.bridge.snapshot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Deflater;

/** A part of one gzip member (RFC 1952) that knows nothing of the parts before it. */
final class GzipPart {
  // Magic, deflate, no flags, no time, no extra flags, unknown system (RFC 1952 §2.3).
  private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final int TRAILER = 8;

  private GzipPart() {}

  /**
   * Compresses a text.
   *
   * @param crc of all the text up to its end
   * @param length of all the text up to its end
   */
  static byte[] of(byte[] text, int level, boolean first, boolean last, int crc, long length) {
    Deflater deflater = new Deflater(level, true);
    try {
      deflater.setInput(text);
      int at = first ? HEAD.length : 0;
      byte[] out = Arrays.copyOf(HEAD, HEAD.length + text.length / 4 + 64);
      if (last) {
        deflater.finish();
      }
      // A full flush ends at a byte's edge, and what follows refers to nothing before it.
      int flush = last ? Deflater.NO_FLUSH : Deflater.FULL_FLUSH;
      int count;
      do {
        if (out.length - at < 64) {
          out = Arrays.copyOf(out, 2 * out.length);
        }
        count = deflater.deflate(out, at, out.length - at, flush);
        at += count;
      } while (last ? !deflater.finished() : at == out.length);
      if (!last) {
        return Arrays.copyOf(out, at);
      }
      byte[] whole = Arrays.copyOf(out, at + TRAILER);
      ByteBuffer.wrap(whole, at, TRAILER)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(crc)
          .putInt((int) length);
      return whole;
    } finally {
      deflater.end();
    }
  }
}
