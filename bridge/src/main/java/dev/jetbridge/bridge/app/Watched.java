package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.diagnostics.Diagnostics;
import dev.jetbridge.bridge.log.Redaction;
import dev.jetbridge.config.Settings;
import dev.jetbridge.config.SnapshotMode;
import java.time.InstantSource;
import java.util.List;

/** The connections to the broker, and what is remembered of them. */
final class Watched {
  static final String TAIL = "jetbridge-tail";
  static final String REPLAY = "jetbridge-replay";
  static final String SNAPSHOT = "jetbridge-snapshot";

  private Watched() {}

  /** Nothing remembered yet, to be kept as the settings want it. */
  static Diagnostics diagnostics(Settings settings) {
    return new Diagnostics(
        settings.diagnostics(), Redaction.knowing(settings.secrets()), InstantSource.system());
  }

  /** The names of a bridge's connections. */
  static List<String> connections(Settings settings) {
    return settings.snapshot().mode() == SnapshotMode.EMBEDDED
        ? List.of(TAIL, REPLAY, SNAPSHOT)
        : List.of(TAIL, REPLAY);
  }
}
