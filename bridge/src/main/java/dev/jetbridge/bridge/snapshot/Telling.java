package dev.jetbridge.bridge.snapshot;

import dev.jetbridge.stream.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * One version of the state as it is told to one session, message by message: it holds a place in
 * the version and no copy of it. For one thread.
 */
public interface Telling {
  /** Where a feed goes on once it is told. */
  Cursor cursor();

  /** The next message in frames; null when all is told. */
  byte @Nullable [] next();
}
