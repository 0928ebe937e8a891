package dev.jetbridge.client;

import dev.jetbridge.stream.Epoch;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a feed is doing; told to its reader whenever it changes. */
public sealed interface FeedState extends FeedItem {
  /** Whether the feed has ended for good: nothing follows. */
  default boolean isFinal() {
    return this instanceof Gone || this instanceof Stopped;
  }

  /**
   * A connection is being opened.
   *
   * @param attempt 1 for the first since the feed last made progress
   */
  record Connecting(int attempt) implements FeedState {}

  /** Connected; what was missed is being delivered. */
  record CatchingUp(Hello hello) implements FeedState {}

  /** What was there at connect has been delivered (P-6.3); events come as they are published. */
  record Live(long sequence) implements FeedState {}

  /**
   * Between two connections.
   *
   * @param attempt the number of the attempt that follows
   * @param delay how long until then
   * @param cause how the last one ended
   */
  record Waiting(int attempt, Duration delay, Ending cause) implements FeedState {}

  /**
   * The cursor cannot be continued (4410), and the feed goes on with a snapshot, as it was asked
   * to. What was built from its events may be wrong: drop it.
   *
   * @param gone why it cannot
   */
  record Rebuilding(Gone gone) implements FeedState {}

  /**
   * The end of a feed whose cursor cannot be continued (4410). What was built from its events may
   * be wrong: drop it, rebuild, and begin a new feed where the rebuilt state ends.
   *
   * @param problem which of the causes of P-4.3
   * @param oldest the first sequence that the stream still holds, null where empty or not known
   * @param epoch the stream's present incarnation, null where not known
   * @param last where the feed stood, null where it had no cursor yet
   */
  record Gone(
      Problem problem, @Nullable Long oldest, @Nullable Epoch epoch, @Nullable FeedCursor last)
      implements FeedState {}

  /**
   * The end of a feed.
   *
   * @param failure why, null where its reader closed it
   */
  record Stopped(@Nullable Failure failure) implements FeedState {}
}
