package dev.jetbridge.snapshot.checkpoint;

import dev.jetbridge.snapshot.Fold;
import dev.jetbridge.snapshot.Item;
import dev.jetbridge.snapshot.Projection;
import dev.jetbridge.snapshot.checkpoint.Checkpoint.Broken;
import dev.jetbridge.snapshot.checkpoint.Checkpoint.Difference;
import dev.jetbridge.snapshot.checkpoint.Checkpoint.Foreign;
import dev.jetbridge.stream.Epoch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads a checkpoint into the state that it was made of, or says why not. Nothing of a block is
 * believed before its checksum was compared, and nothing of the state is given before the last one
 * was. For one thread.
 */
public final class CheckpointReader {
  private final Projection projection;
  private final String stream;
  private final Epoch epoch;

  /** A reader of checkpoints of this state: this projection of this stream in this incarnation. */
  public CheckpointReader(Projection projection, String stream, Epoch epoch) {
    this.projection = projection;
    this.stream = stream;
    this.epoch = epoch;
  }

  /**
   * Reads all of it; does not close it.
   *
   * @throws IOException where the stream itself fails, which says nothing of the checkpoint
   */
  public Checkpoint read(InputStream in) throws IOException {
    Blocks blocks = new Blocks(in);
    Optional<Checkpoint> refused = preamble(blocks);
    if (refused.isPresent()) {
      return refused.get();
    }
    try {
      byte[] content = blocks.next(Form.HEADER);
      Header header =
          Header.read(content)
              .orElseThrow(() -> new Damage("unreadable header", "a header of this format"));
      Optional<Checkpoint> foreign = foreign(header);
      return foreign.isPresent() ? foreign.get() : items(blocks, header);
    } catch (Damage damage) {
      return damage.broken();
    }
  }

  private static Optional<Checkpoint> preamble(Blocks blocks) throws IOException {
    byte[] preamble = blocks.preamble();
    if (preamble.length < Form.PREAMBLE || !Form.isMagic(preamble)) {
      return Optional.of(new Broken("other bytes at the start", "those of a checkpoint"));
    }
    if (!Form.isIntact(preamble)) {
      return Optional.of(new Broken("a preamble of another checksum", "that which it names"));
    }
    int format = Form.format(preamble);
    if (format > Form.FORMAT) {
      return Optional.of(new Checkpoint.Newer(format, Form.FORMAT));
    }
    return format == Form.FORMAT
        ? Optional.empty()
        : Optional.of(new Broken("format " + format, "format " + Form.FORMAT));
  }

  private Optional<Checkpoint> foreign(Header header) {
    String settings = projection.fingerprint();
    if (!header.label().stream().equals(stream)) {
      return Optional.of(new Foreign(Difference.STREAM, header.label().stream(), stream));
    }
    if (!header.label().epoch().equals(epoch)) {
      return Optional.of(
          new Foreign(Difference.EPOCH, header.label().epoch().value(), epoch.value()));
    }
    return header.settings().equals(settings)
        ? Optional.empty()
        : Optional.of(new Foreign(Difference.SETTINGS, header.settings(), settings));
  }

  private Checkpoint items(Blocks blocks, Header header) throws IOException, Damage {
    Fold fold = new Fold(projection, header.label());
    int items = 0;
    for (byte[] content = blocks.nextItems(); content.length > 0; content = blocks.nextItems()) {
      items += restore(fold, ByteBuffer.wrap(content));
    }
    if (items != header.items()) {
      throw new Damage(items + " items", header.items() + ", as the header says");
    }
    return new Checkpoint.Loaded(fold);
  }

  private static int restore(Fold fold, ByteBuffer content) throws Damage {
    int items = 0;
    while (content.hasRemaining()) {
      int length = content.remaining() < 4 ? -1 : content.getInt();
      if (length < 0 || length > content.remaining()) {
        throw new Damage("an item that goes on past its block", "one within it");
      }
      byte[] packed = new byte[length];
      content.get(packed);
      Optional<String> fault = Item.fault(packed);
      if (fault.isPresent()) {
        throw new Damage(fault.get(), "a packed item");
      }
      Item item = Item.of(packed);
      if (item.sequence() > fold.position()) {
        throw new Damage(
            "an item of sequence " + item.sequence(), "at most the cursor " + fold.position());
      }
      if (!fold.restore(item)) {
        throw new Damage("key " + item.key() + " twice", "each key once");
      }
      items++;
    }
    return items;
  }
}
