package dev.jetbridge.bridge.app;

import dev.jetbridge.config.NullDeletion;
import dev.jetbridge.config.ProjectionSettings;
import dev.jetbridge.config.Settings;
import dev.jetbridge.config.SourceSettings;
import dev.jetbridge.snapshot.Deletion;
import dev.jetbridge.snapshot.JsonPointer;
import dev.jetbridge.snapshot.KeyRule;
import dev.jetbridge.snapshot.Liveness;
import dev.jetbridge.snapshot.Projection;
import dev.jetbridge.snapshot.Reduction;
import dev.jetbridge.snapshot.TypePattern;
import dev.jetbridge.snapshot.live.StatePace;
import dev.jetbridge.stream.ProvenReplay.Supply;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Duration;

/** What the settings come to as words of the snapshot. */
final class Projections {
  private static final Supply SUPPLY = new Supply(2_000, 8 * 1024 * 1024);
  private static final Duration RETRY = Duration.ofMillis(250);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Projections() {}

  static Projection of(Settings settings) {
    ProjectionSettings words = settings.snapshot().projection();
    return new Projection(
        key(words.key()),
        switch (words.reduction()) {
          case LATEST -> Reduction.LATEST;
          case MERGE -> Reduction.MERGE;
        },
        Deletion.of(
            words.nullData() == NullDeletion.DELETE, words.deleteTypes().toArray(String[]::new)),
        words.subjects().isEmpty()
            ? Paces.scope(settings.stream())
            : new SubjectFilters(words.subjects()),
        settings.events().maxBytes());
  }

  private static KeyRule key(String word) {
    return switch (word) {
      case "subject" -> new KeyRule.Subject();
      case "source" -> new KeyRule.Source();
      case "event-subject" -> new KeyRule.EventSubject();
      case "source+subject" -> new KeyRule.SourceAndSubject();
      default -> new KeyRule.At(new JsonPointer(word));
    };
  }

  static Liveness liveness(SourceSettings sources) {
    String type = sources.heartbeatType();
    return new Liveness(
        sources.lateAfter(), sources.silentAfter(), type == null ? null : new TypePattern(type));
  }

  static StatePace pace(Settings settings) {
    return new StatePace(
        SUPPLY, RETRY, LOOK, settings.snapshot().checkpoints().interval(), PATIENCE);
  }
}
