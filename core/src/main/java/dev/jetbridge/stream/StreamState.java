package dev.jetbridge.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the broker said of the stream in one reply.
 *
 * @param stream its name
 * @param epoch its incarnation
 * @param firstSequence the oldest sequence held; where it is empty, one above the last, and 0 where
 *     nothing was ever stored
 * @param lastSequence the highest ever stored; does not go back by deletes or purges
 * @param messages how many it holds
 * @param lastTime the broker's time of the last message, null where there is none
 * @param shape its configuration
 */
public record StreamState(
    String stream,
    Epoch epoch,
    long firstSequence,
    long lastSequence,
    long messages,
    @Nullable Instant lastTime,
    StreamShape shape) {

  /** The position before the oldest message held: nothing at or below it can be read any more. */
  public long floor() {
    return Math.max(firstSequence, 1) - 1;
  }

  /** The last message by which the stream can be recognised, null where there is none. */
  public @Nullable Witness newest() {
    return lastTime == null || lastSequence == 0 ? null : new Witness(lastSequence, lastTime);
  }

  public boolean isEmpty() {
    return messages == 0;
  }
}
