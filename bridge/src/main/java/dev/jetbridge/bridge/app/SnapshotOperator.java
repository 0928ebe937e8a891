package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.admin.SnapshotCare;
import dev.jetbridge.bridge.protocol.ForgetParameters;
import dev.jetbridge.bridge.snapshot.SnapshotService;
import dev.jetbridge.snapshot.live.LiveState;
import dev.jetbridge.stream.SubjectFilter;
import java.util.concurrent.CompletionStage;

/** What an operator does to the snapshot. */
final class SnapshotOperator implements SnapshotCare {
  private final SnapshotService service;
  private final LiveState state;

  SnapshotOperator(SnapshotService service, LiveState state) {
    this.service = service;
    this.state = state;
  }

  @Override
  public CompletionStage<Removed> forget(ForgetParameters.Wanted what) {
    return service
        .forget(
            switch (what) {
              case ForgetParameters.Key(String key) -> item -> item.key().equals(key);
              case ForgetParameters.Subjects(SubjectFilter filter) ->
                  item -> filter.matches(item.subject());
            })
        .thenApply(forgotten -> new Removed(forgotten.items(), forgotten.checkpointed()));
  }

  @Override
  public void rebuild() {
    state.rebuild();
  }
}
