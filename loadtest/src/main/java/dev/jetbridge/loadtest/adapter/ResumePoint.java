package dev.jetbridge.loadtest.adapter;

import org.jspecify.annotations.Nullable;

/** Where a viewer asks its feed to begin. */
public sealed interface ResumePoint {
  /** With what is published from now on. */
  record Latest() implements ResumePoint {}

  /** With the oldest event there is. */
  record Earliest() implements ResumePoint {}

  /**
   * Behind an event that it has seen.
   *
   * @param epoch the incarnation of the stream, where the feed tells it
   * @param time the time of exactly that event, where the feed tells it
   */
  record After(long seq, @Nullable String epoch, @Nullable String time) implements ResumePoint {}
}
