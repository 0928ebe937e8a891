package dev.jetbridge.snapshot.live;

import dev.jetbridge.snapshot.Fold;
import dev.jetbridge.snapshot.Label;
import dev.jetbridge.snapshot.Liveness;
import dev.jetbridge.snapshot.Sources;
import dev.jetbridge.snapshot.Versions;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.Witness;
import java.time.Instant;
import java.util.concurrent.Executor;

/** One state in the making or in service, with all that goes with it. On the fold's thread. */
final class Held {
  private final Fold fold;
  private final Versions versions;
  private final Sources sources;
  private final Label label;

  Held(Fold fold, SourceRules rules, Executor thread) {
    this.fold = fold;
    this.versions = new Versions(fold, thread);
    this.label = fold.version().label();
    this.sources =
        new Sources(rules.liveness(), rules.maxEventBytes(), rules.maxSources(), fold.position());
  }

  /** How sources are judged. */
  record SourceRules(Liveness liveness, int maxEventBytes, int maxSources) {}

  Fold fold() {
    return fold;
  }

  Versions versions() {
    return versions;
  }

  Sources sources() {
    return sources;
  }

  boolean complete() {
    return label.complete();
  }

  Epoch epoch() {
    return label.epoch();
  }

  void message(StreamMessage message) {
    fold.message(message);
    sources.message(message);
  }

  void passed(long position, StreamState state) {
    Witness newest = state.newest();
    Instant time = newest != null && newest.sequence() == position ? newest.time() : null;
    fold.passed(position, time);
    sources.passed(position);
  }
}
