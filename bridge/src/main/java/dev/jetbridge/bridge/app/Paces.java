package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.session.Feed;
import dev.jetbridge.bridge.window.TailPace;
import dev.jetbridge.config.Delivery;
import dev.jetbridge.config.ReplaySettings;
import dev.jetbridge.config.Settings;
import dev.jetbridge.config.StreamSettings;
import dev.jetbridge.stream.ProvenReplay.Supply;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Duration;

/** What the settings come to as bounds on turns and waits. */
final class Paces {
  /** The tail alone may have this much under way: it must never be the slow one. */
  private static final Supply TAIL = new Supply(2_000, 8 * 1024 * 1024);

  /** How many shares one of few replays takes. */
  private static final int AMPLE = 8;

  private static final Duration TAIL_RETRY = Duration.ofMillis(250);

  private Paces() {}

  static SubjectFilters scope(StreamSettings stream) {
    return stream.subjects().isEmpty() ? SubjectFilters.ALL : new SubjectFilters(stream.subjects());
  }

  static TailPace tail(Settings settings) {
    return new TailPace(
        TAIL,
        settings.window().maxEvents(),
        settings.window().maxAge(),
        settings.window().trimInterval(),
        TAIL_RETRY);
  }

  static Feed.Pace sessions(Settings settings) {
    ReplaySettings replay = settings.replay();
    return new Feed.Pace(
        settings.delivery() == Delivery.SHARED,
        new Supply(replay.batch(), replay.batchBytes()),
        new Supply(AMPLE * replay.batch(), AMPLE * replay.batchBytes()),
        replay.turnBatches() * replay.batch(),
        replay.yieldAfter(),
        replay.maxWait(),
        settings.session().openingTimeout(),
        settings.session().bookmarkInterval(),
        settings.session().heartbeat());
  }
}
