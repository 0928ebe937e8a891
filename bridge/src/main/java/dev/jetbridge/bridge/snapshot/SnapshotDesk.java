package dev.jetbridge.bridge.snapshot;

import dev.jetbridge.bridge.protocol.Refusal;
import dev.jetbridge.stream.SubjectFilters;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Answers who asks for the snapshot. Thread-safe; never blocks. */
public interface SnapshotDesk {
  /** {@code GET /snapshot}. */
  CompletionStage<SnapshotAnswer> snapshot(SnapshotQuery query);

  /**
   * Why a feed may not begin with the snapshot; empty where it may.
   *
   * @param subjects what was asked for; empty for all that the caller may read
   * @param permitted what the caller may read
   */
  Optional<Refusal> feedRefusal(Optional<SubjectFilters> subjects, SubjectFilters permitted);

  /**
   * {@code GET /snapshot/sources}.
   *
   * @param permitted what the caller may read
   */
  CompletionStage<SnapshotAnswer> sources(SubjectFilters permitted);
}
