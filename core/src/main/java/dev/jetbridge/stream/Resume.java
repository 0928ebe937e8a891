package dev.jetbridge.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a start point comes to, given the broker's word on the stream. */
public sealed interface Resume {
  /**
   * Delivery starts after this position, which the stream can still continue.
   *
   * @param position the position to start after
   * @param time the broker's time of the message at the position, null where not known
   */
  record From(long position, @Nullable Instant time) implements Resume {}

  /** Delivery starts at whatever the stream holds. */
  record FromEarliest(long position) implements Resume {}

  /** The start point cannot be continued from. */
  record Refused(Gone gone) implements Resume {}

  /**
   * Resolves a start point.
   *
   * @param state read by a request sent after the start point arrived
   * @param heldAt the broker's time of the event that the stream holds at the cursor's sequence;
   *     null where it holds none or the cursor carries no time to compare with
   */
  static Resume resolve(StartPoint start, StreamState state, @Nullable Instant heldAt) {
    return switch (start) {
      case StartPoint.Latest() -> new From(state.lastSequence(), state.lastTime());
      case StartPoint.Earliest() -> new FromEarliest(state.floor());
      case StartPoint.After(Cursor cursor) -> resolve(cursor, state, heldAt);
      case StartPoint.Snapshot() ->
          throw new IllegalArgumentException(
              "snapshot found, expected the cursor of the one that was taken");
    };
  }

  private static Resume resolve(Cursor cursor, StreamState state, @Nullable Instant heldAt) {
    if (cursor.epoch() != null && !cursor.epoch().equals(state.epoch())) {
      return new Refused(Gone.STREAM_REPLACED);
    }
    if (cursor.sequence() > state.lastSequence()) {
      return new Refused(Gone.CURSOR_AHEAD);
    }
    if (cursor.at() != null && heldAt != null && !heldAt.equals(cursor.at())) {
      return new Refused(Gone.STREAM_REPLACED);
    }
    if (cursor.sequence() < state.floor()) {
      return new Refused(Gone.RETENTION_EXHAUSTED);
    }
    // The broker's own word alone: what the client claims of the time is no proof of anything.
    return new From(cursor.sequence(), heldAt);
  }
}
