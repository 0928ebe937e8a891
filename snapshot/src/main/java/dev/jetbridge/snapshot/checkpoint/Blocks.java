package dev.jetbridge.snapshot.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The blocks of a checkpoint, each checked before it is given. For one thread. */
final class Blocks {
  private static final byte[] NONE = {};

  private final InputStream in;
  private final CRC32C whole = new CRC32C();
  private byte kind;

  Blocks(InputStream in) {
    this.in = in;
  }

  /** The first bytes, fewer where there are no more. */
  byte[] preamble() throws IOException {
    byte[] preamble = in.readNBytes(Form.PREAMBLE);
    whole.update(preamble);
    return preamble;
  }

  /** The content of the next block, which must be of this kind. */
  byte[] next(byte expected) throws IOException, Damage {
    byte[] content = next();
    if (kind != expected) {
      throw new Damage("block of kind " + kind, "kind " + expected);
    }
    return content;
  }

  /** The content of the next block of items; empty after the last, all checksums being right. */
  byte[] nextItems() throws IOException, Damage {
    int before = (int) whole.getValue();
    byte[] content = next();
    if (kind == Form.ITEMS && content.length > 0) {
      return content;
    }
    if (kind != Form.END || content.length != 4) {
      throw new Damage(
          "block of kind " + kind + " with " + content.length + " bytes", "items or the end");
    }
    if (ByteBuffer.wrap(content).getInt() != before) {
      throw new Damage("another checksum of the whole", "that of what was read");
    }
    if (in.read() >= 0) {
      throw new Damage("more bytes after the end", "none");
    }
    return NONE;
  }

  private byte[] next() throws IOException, Damage {
    byte[] head = in.readNBytes(Form.BLOCK_HEAD);
    if (head.length < Form.BLOCK_HEAD) {
      throw new Damage("its end after " + head.length + " bytes of a block", "a whole block");
    }
    ByteBuffer fields = ByteBuffer.wrap(head);
    int length = fields.getInt();
    kind = fields.get();
    if (length < 0 || length > Form.MAX_CONTENT) {
      throw new Damage("block of " + length + " bytes", "0 to " + Form.MAX_CONTENT);
    }
    // Read as it comes: a broken length must not cost its worth of heap.
    byte[] content = in.readNBytes(length);
    if (content.length < length) {
      throw new Damage(
          "its end after " + content.length + " bytes of a block of " + length, "all of them");
    }
    if (fields.getInt() != Form.blockCrc(head, content, length)) {
      throw new Damage("another checksum of a block of kind " + kind, "that which it names");
    }
    whole.update(head);
    whole.update(content);
    return content;
  }
}
