package dev.jetbridge.bridge.snapshot;

import java.util.concurrent.CompletableFuture;

/**
 * An answer in pieces, that any number of readers go through at their own pace. What one reader has
 * had made is kept for the others for a while, and made again for whoever comes later: a slow one
 * costs no copy. Thread-safe.
 */
public interface Pieces {
  /**
   * A piece; it may complete on any thread.
   *
   * @param index from 0, at most one above the highest that completed for this reader
   */
  CompletableFuture<Piece> piece(int index);

  /** One reader has it no longer. */
  default void released() {}
}
