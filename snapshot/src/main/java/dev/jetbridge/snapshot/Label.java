package dev.jetbridge.snapshot;

import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.ProvenReplay;
import dev.jetbridge.stream.Sequence;
import dev.jetbridge.stream.Witness;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a state stands for: every event of the stream up to {@code position}, and none above.
 *
 * @param stream the stream's name
 * @param epoch its incarnation
 * @param position 0 to {@link Sequence#MAX}
 * @param time the broker's time of the message at exactly {@code position}, null where not known
 * @param witness the newest message read, null where none was
 * @param complete false where events had left the stream before they could be read
 */
public record Label(
    String stream,
    Epoch epoch,
    long position,
    @Nullable Instant time,
    @Nullable Witness witness,
    boolean complete) {

  public Label {
    Sequence.require(position);
    if (stream.isEmpty()) {
      throw new IllegalArgumentException("empty stream name found, expected the stream's");
    }
    if (witness != null && witness.sequence() > position) {
      throw new IllegalArgumentException(
          "witness at " + witness.sequence() + " found, expected at most " + position);
    }
  }

  /** The label of a state that nothing was folded into yet. */
  public static Label before(String stream, Epoch epoch, long position, boolean complete) {
    return new Label(stream, epoch, position, null, null, complete);
  }

  /** The cursor at which a feed continues the state. */
  public Cursor cursor() {
    return new Cursor(position, epoch, time);
  }

  /** Where a replay starts that continues the fold. */
  public ProvenReplay.Place place() {
    return new ProvenReplay.Place(position, witness, epoch);
  }
}
