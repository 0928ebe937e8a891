package dev.jetbridge.bridge.snapshot;

import dev.jetbridge.stream.SubjectFilters;
import java.util.concurrent.CompletionStage;

/** Answers who asks for the snapshot. Thread-safe; never blocks. */
public interface SnapshotDesk {
  /** {@code GET /snapshot}. */
  CompletionStage<SnapshotAnswer> snapshot(SnapshotQuery query);

  /**
   * {@code GET /snapshot/sources}.
   *
   * @param permitted what the caller may read
   */
  CompletionStage<SnapshotAnswer> sources(SubjectFilters permitted);
}
