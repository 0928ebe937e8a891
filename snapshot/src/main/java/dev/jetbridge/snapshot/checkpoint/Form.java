package dev.jetbridge.snapshot.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The form of a checkpoint, numbers big-endian: a preamble, then blocks, the last of them the end.
 *
 * <pre>
 * preamble  "JETBSNAP", u32 format, u32 CRC32C of both
 * block     u32 length of its content, u8 kind, u32 CRC32C of length, kind and content; content
 *   header  cursor, time, witness, complete, items, stream, epoch, settings; see {@link Header}
 *   items   for each: u32 length, the packed item
 *   end     u32 CRC32C of all bytes before this block
 * </pre>
 *
 * A later format keeps the preamble, so that it is known for what it is.
 */
final class Form {
  static final int FORMAT = 1;
  static final int PREAMBLE = 16;
  static final int BLOCK_HEAD = 9;

  /** Content is asked for in advance: a length beyond this is damage, not a request for memory. */
  static final int MAX_CONTENT = 1 << 30;

  /** Items are gathered to about this much; a larger one has a block to itself. */
  static final int CONTENT = 128 * 1024;

  static final byte HEADER = 1;
  static final byte ITEMS = 2;
  static final byte END = 3;

  private static final byte[] MAGIC = "JETBSNAP".getBytes(US_ASCII);

  private Form() {}

  static byte[] preamble() {
    ByteBuffer preamble = ByteBuffer.allocate(PREAMBLE).put(MAGIC).putInt(FORMAT);
    return preamble.putInt(crc(preamble.array(), 0, MAGIC.length + 4)).array();
  }

  static boolean isMagic(byte[] preamble) {
    return java.util.Arrays.equals(preamble, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  static int format(byte[] preamble) {
    return ByteBuffer.wrap(preamble).getInt(MAGIC.length);
  }

  static boolean isIntact(byte[] preamble) {
    return ByteBuffer.wrap(preamble).getInt(MAGIC.length + 4) == crc(preamble, 0, MAGIC.length + 4);
  }

  static byte[] blockHead(byte kind, byte[] content, int length) {
    ByteBuffer head = ByteBuffer.allocate(BLOCK_HEAD).putInt(length).put(kind);
    return head.putInt(blockCrc(head.array(), content, length)).array();
  }

  static int blockCrc(byte[] head, byte[] content, int length) {
    CRC32C crc = new CRC32C();
    crc.update(head, 0, 5);
    crc.update(content, 0, length);
    return (int) crc.getValue();
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
