package dev.jetbridge.config;

import java.time.Duration;
import java.util.List;

/**
 * The graceful stop.
 *
 * @param window time over which the sessions are closed; what is left after it is aborted
 */
public record DrainSettings(Duration window) {
  static final Key<Duration> WINDOW =
      Key.of(
          "drain.window",
          Types.duration(Duration.ZERO, Duration.ofHours(1)),
          "20s",
          "Time over which a stopping bridge spreads the close of its sessions. A stop takes this and"
              + " 23 s at most: the platform must grant that (Kubernetes:"
              + " `terminationGracePeriodSeconds`).");

  static final Section SECTION = new Section("Drain", List.of(WINDOW), DrainSettings::read);

  public DrainSettings {
    WINDOW.check(window);
  }

  /** Twenty seconds. */
  public static DrainSettings defaults() {
    return read(Values.DEFAULTS);
  }

  static DrainSettings read(Values values) {
    return new DrainSettings(values.get(WINDOW));
  }
}
