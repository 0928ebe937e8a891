package dev.jetbridge.snapshot.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A place that holds the newest checkpoint of one state, where replicas of a bridge can share it.
 * It knows nothing of what is in it. Thread-safe; every call may block for as long as the place
 * takes, so none belongs on a loop.
 */
public interface CheckpointStore {
  /**
   * Puts a checkpoint in place of the one held, all at once: whoever reads, meanwhile or after a
   * crash at any moment, finds the one before or this one whole. Where it fails, the one before
   * stays. Of two at the same time either may stay.
   *
   * @param checkpoint read to its end, not closed
   */
  void write(InputStream checkpoint) throws IOException;

  /** The newest checkpoint, to be closed by the caller; empty where there is none. */
  Optional<InputStream> newest() throws IOException;

  /** Takes away every checkpoint, and what an interrupted write left; none is no error. */
  void delete() throws IOException;
}
