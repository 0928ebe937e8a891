package dev.jetbridge.bridge.snapshot;

import dev.jetbridge.stream.SubjectFilters;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Gives sessions a state to begin with. Thread-safe; never blocks. */
public interface Snapshots {
  /**
   * The present state, as far as these filters show it.
   *
   * @return fails with a {@link dev.jetbridge.stream.StreamFailure.Failed} where there is none yet
   */
  CompletionStage<Telling> tell(SubjectFilters filters);

  /** The longest that one may take: a version that is held keeps what was overwritten since. */
  Duration atMost();
}
