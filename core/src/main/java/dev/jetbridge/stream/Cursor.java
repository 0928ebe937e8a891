package dev.jetbridge.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place in a stream that a client holds: everything up to {@code sequence} has been applied.
 *
 * @param sequence 0 (nothing applied yet) to {@link Sequence#MAX}
 * @param epoch the incarnation that it belongs to, null where the client did not say
 * @param at the broker's time of the event at exactly {@code sequence}, null where not known
 */
public record Cursor(long sequence, @Nullable Epoch epoch, @Nullable Instant at) {
  public Cursor {
    Sequence.require(sequence);
  }

  /** A cursor that names a sequence alone. */
  public static Cursor of(long sequence) {
    return new Cursor(sequence, null, null);
  }
}
