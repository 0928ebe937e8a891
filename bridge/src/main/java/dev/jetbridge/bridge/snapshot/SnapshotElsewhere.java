package dev.jetbridge.bridge.snapshot;

import dev.jetbridge.bridge.protocol.HttpAnswer;
import dev.jetbridge.bridge.protocol.ProblemType;
import dev.jetbridge.bridge.protocol.Refusal;
import dev.jetbridge.stream.SubjectFilters;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends who asks to another process (RFC 9110 §15.4.8: the method and the query stay). */
public final class SnapshotElsewhere implements SnapshotDesk {
  private final String url;

  /**
   * Elsewhere.
   *
   * @param url without a path
   */
  public SnapshotElsewhere(String url) {
    this.url = url;
  }

  @Override
  public CompletionStage<SnapshotAnswer> snapshot(SnapshotQuery query) {
    return to("/snapshot" + (query.query().isEmpty() ? "" : "?" + query.query()));
  }

  @Override
  public Optional<Refusal> feedRefusal(
      Optional<SubjectFilters> subjects, SubjectFilters permitted) {
    return Optional.of(
        Refusal.of(
            ProblemType.BAD_PARAMETER,
            "since=snapshot found, expected a cursor: the snapshot is served at "
                + url
                + "/snapshot alone"));
  }

  @Override
  public CompletionStage<SnapshotAnswer> sources(SubjectFilters permitted) {
    return to("/snapshot/sources");
  }

  private CompletionStage<SnapshotAnswer> to(String target) {
    Map<String, String> headers = Map.of("Location", url + target, "Cache-Control", "no-store");
    return CompletableFuture.completedStage(
        new SnapshotAnswer.Brief(HttpAnswer.empty(307, headers)));
  }
}
