package dev.jetbridge.client;

import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.SubjectFilters;
import org.jspecify.annotations.Nullable;

/**
 * Where a feed stands: everything up to the cursor's sequence that matches the filter has been
 * handed over. It continues a feed of the same stream and the same filter, and no other: under
 * another filter, events below it were never seen.
 *
 * @param stream the stream's name
 * @param filter what the feed asks for, null for all that its token may read
 * @param cursor sequence, epoch and time, as the wire carries them
 */
public record FeedCursor(String stream, @Nullable SubjectFilters filter, Cursor cursor) {
  /** The sequence up to which everything has been handed over. */
  public long sequence() {
    return cursor.sequence();
  }
}
