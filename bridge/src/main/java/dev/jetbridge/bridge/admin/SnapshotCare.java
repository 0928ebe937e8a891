package dev.jetbridge.bridge.admin;

import dev.jetbridge.bridge.protocol.ForgetParameters;
import java.util.concurrent.CompletionStage;

/** What an operator may do to the snapshot. Any thread; must not block. */
public interface SnapshotCare {
  /**
   * Takes items out, of the state and its checkpoints. Fails with {@link IllegalStateException}
   * where there is no state to take them out of yet.
   */
  CompletionStage<Removed> forget(ForgetParameters.Wanted what);

  /** Makes the state from the stream again. */
  void rebuild();

  /**
   * What was taken out.
   *
   * @param items how many there were
   * @param checkpointed whether no checkpoint holds them either
   */
  record Removed(int items, boolean checkpointed) {}
}
