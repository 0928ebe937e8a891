package dev.jetbridge.snapshot;

/** How an event changes what is held for its key. */
public enum Reduction {
  /** The newest event is held, byte for byte. */
  LATEST,
  /**
   * The event's {@code data} is applied as a merge patch (RFC 7396) to what is held, at first to
   * nothing. An event without {@code data} changes nothing.
   */
  MERGE
}
