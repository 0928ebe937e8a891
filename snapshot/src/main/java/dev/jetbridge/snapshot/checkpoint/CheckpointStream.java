package dev.jetbridge.snapshot.checkpoint;

import dev.jetbridge.snapshot.Item;
import dev.jetbridge.snapshot.Version;
import dev.jetbridge.snapshot.Walk;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * A version as the bytes of its checkpoint, made block by block as they are read: at no time more
 * than one block is held. For one thread; needs no close.
 */
public final class CheckpointStream extends InputStream {
  private final Walk walk;
  private final Header header;
  private final CRC32C whole = new CRC32C();
  private byte[] items = new byte[Form.CONTENT];
  private byte[] block;
  private int at;
  private int end;
  private Next next = Next.HEADER;

  private enum Next {
    HEADER,
    ITEMS,
    NOTHING
  }

  /** The checkpoint of a version. */
  public CheckpointStream(Version version) {
    this.walk = version.walk();
    this.header = new Header(version.label(), version.projection().fingerprint(), version.size());
    this.block = Form.preamble();
    this.end = block.length;
    whole.update(block);
  }

  @Override
  public int read() {
    return fill() ? block[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int from, int length) {
    Objects.checkFromIndexSize(from, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(block, at, target, from, count);
    at += count;
    return count;
  }

  private boolean fill() {
    if (at < end) {
      return true;
    }
    switch (next) {
      case HEADER -> {
        byte[] content = header.bytes();
        frame(Form.HEADER, content, content.length);
        next = Next.ITEMS;
      }
      case ITEMS -> {
        int length = gather();
        if (length > 0) {
          frame(Form.ITEMS, items, length);
        } else {
          byte[] crc = ByteBuffer.allocate(4).putInt((int) whole.getValue()).array();
          frame(Form.END, crc, crc.length);
          next = Next.NOTHING;
        }
      }
      case NOTHING -> {
        return false;
      }
    }
    return true;
  }

  /** Puts whole items one behind another until the block is about full. */
  private int gather() {
    int length = 0;
    while (length < Form.CONTENT) {
      Item item = walk.next();
      if (item == null) {
        break;
      }
      byte[] packed = item.packed();
      int after = length + 4 + packed.length;
      if (after > items.length) {
        items = Arrays.copyOf(items, after);
      }
      ByteBuffer.wrap(items).putInt(length, packed.length).put(length + 4, packed);
      length = after;
    }
    return length;
  }

  private void frame(byte kind, byte[] content, int length) {
    end = Form.BLOCK_HEAD + length;
    if (block.length < end) {
      block = new byte[end];
    }
    System.arraycopy(Form.blockHead(kind, content, length), 0, block, 0, Form.BLOCK_HEAD);
    System.arraycopy(content, 0, block, Form.BLOCK_HEAD, length);
    at = 0;
    whole.update(block, 0, end);
  }
}
