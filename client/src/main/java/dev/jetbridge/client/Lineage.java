package dev.jetbridge.client;

import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What all cursors of one connection share: stream, incarnation and filter. */
record Lineage(String stream, Epoch epoch, @Nullable SubjectFilters filter) {
  FeedCursor cursor(long sequence, @Nullable Instant at) {
    return new FeedCursor(stream, filter, new Cursor(sequence, epoch, at));
  }
}
