package dev.jetbridge.snapshot.live;

import dev.jetbridge.snapshot.Label;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what a state tells of itself. */
final class Watched implements StateListener {
  final List<Rebuild> rebuilds = new CopyOnWriteArrayList<>();
  final List<Label> loaded = new CopyOnWriteArrayList<>();
  final List<Label> checkpoints = new CopyOnWriteArrayList<>();
  final List<String> failures = new CopyOnWriteArrayList<>();

  @Override
  public void loaded(Label label, int keys, Duration took) {
    loaded.add(label);
  }

  @Override
  public void rebuilding(Rebuild cause, String detail) {
    rebuilds.add(cause);
  }

  @Override
  public void caughtUp(Label label, int keys) {}

  @Override
  public void reading(boolean reading, String fault) {}

  @Override
  public void checkpointed(Label label, Duration took) {
    checkpoints.add(label);
  }

  @Override
  public void checkpointFailed(String what, Exception cause) {
    failures.add(what);
  }
}
