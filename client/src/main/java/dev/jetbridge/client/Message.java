package dev.jetbridge.client;

import dev.jetbridge.stream.Epoch;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One text message of the server, read. */
sealed interface Message
    permits FeedEvent,
        Hello,
        SnapshotBegin,
        SnapshotItem,
        Message.StateTold,
        Message.CaughtUp,
        Message.Mark,
        Message.PassedOver,
        Message.UpstreamChange,
        Message.GoAway,
        Message.CursorProblem,
        Message.Unknown {
  /** The backlog present at connect has been delivered, up to this sequence (P-6.3). */
  record CaughtUp(long sequence, @Nullable Instant time) implements Message {}

  /** Nothing at or below this sequence is still to come (P-6.4). */
  record Mark(long sequence, @Nullable Instant time) implements Message {}

  /** The state of the stream was told, up to this sequence (P-10.5). */
  record StateTold(long sequence, String frame) implements Message {}

  /** A message of the stream that is no event (P-5.3). */
  record PassedOver(Skipped skipped) implements Message {}

  /** The server's broker was lost or found (P-6.5). */
  record UpstreamChange(Upstream upstream) implements Message {}

  /** The server is about to stop (P-6.6). */
  record GoAway(Duration reconnectAfter) implements Message {}

  /** Why the server is about to close with 4410 (P-4.2). */
  record CursorProblem(Problem problem, @Nullable Long oldest, @Nullable Epoch epoch)
      implements Message {}

  /** A type that this client does not know, to be ignored (P-6.7). */
  record Unknown(String type) implements Message {}
}
