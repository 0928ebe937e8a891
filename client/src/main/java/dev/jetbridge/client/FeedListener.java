package dev.jetbridge.client;

/**
 * Takes what a feed delivers, all on one thread and in order. The server is asked for more only as
 * fast as these calls return. An exception ends the feed and is not swallowed; the feed's cursor
 * then already counts the item at hand, the listener knows better.
 */
public interface FeedListener {
  /** An event; each once, in the order of the stream. */
  void delivered(FeedEvent event);

  /** Nothing else is to come up to here. */
  default void bookmarked(Bookmark bookmark) {}

  /** The state of the stream follows: drop what was built before. */
  default void snapshotBegun(SnapshotBegin begin) {}

  /** What the state holds for a key. */
  default void snapshotItem(SnapshotItem item) {}

  /** The state is told, and events go on from there. */
  default void snapshotEnded(SnapshotEnd end) {}

  /** A message of the stream that is no event. */
  default void skipped(Skipped skipped) {}

  /** The server's broker was lost or found. */
  default void upstreamChanged(Upstream upstream) {}

  /** What the feed is doing now; a final state comes last. */
  default void stateChanged(FeedState state) {}

  /** Nothing more has arrived for the moment: the time to flush what was buffered. */
  default void idled() {}
}
