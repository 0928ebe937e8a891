package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.auth.Principal;
import dev.jetbridge.bridge.protocol.ProblemType;
import dev.jetbridge.bridge.protocol.Refusal;
import dev.jetbridge.bridge.protocol.RequestTarget;
import dev.jetbridge.bridge.protocol.SnapshotParameters;
import dev.jetbridge.bridge.snapshot.Encoding;
import dev.jetbridge.bridge.snapshot.SnapshotAnswer;
import dev.jetbridge.bridge.snapshot.SnapshotQuery;
import dev.jetbridge.stream.SubjectFilters;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The last checks of a request for the snapshot, those of its parameters. Thread-safe. */
final class SnapshotChecks {
  /** Where the snapshot is. */
  static final String PATH = "/snapshot";

  /** Where the list of sources is. */
  static final String SOURCES_PATH = "/snapshot/sources";

  /** What either may be asked with. */
  static final String ALLOWED_METHODS = "GET, HEAD, OPTIONS";

  private static final String OUTCOME = "snapshot";

  private final SnapshotPort port;
  private final Origins origins;

  SnapshotChecks(SnapshotPort port, Origins origins) {
    this.port = port;
    this.origins = origins;
  }

  static boolean serves(String path) {
    return path.equals(PATH) || path.equals(SOURCES_PATH);
  }

  /** Why a feed may not begin with the snapshot; empty where it may. */
  Optional<Refusal> feedRefusal(Optional<SubjectFilters> subjects, SubjectFilters permitted) {
    return port.desk().feedRefusal(subjects, permitted);
  }

  /** Decides on a request by somebody who is known, from an origin that may ask. */
  Verdict check(HttpRequest request, RequestTarget target, Principal principal) {
    if (target.path().equals(SOURCES_PATH)) {
      return target.query().isEmpty()
          ? handed(request, port.desk().sources(principal.permitted()))
          : refuse("parameters found, expected none");
    }
    return switch (SnapshotParameters.read(target.query())) {
      case SnapshotParameters.Result.Malformed(String detail) -> refuse(detail);
      case SnapshotParameters.Result.Read(SnapshotParameters parameters) ->
          handed(
              request,
              port.desk()
                  .snapshot(
                      new SnapshotQuery(
                          parameters,
                          target.query(),
                          principal.permitted(),
                          Encoding.of(request.headers().getAll(HttpHeaderNames.ACCEPT_ENCODING)),
                          request.headers().getAll(HttpHeaderNames.IF_NONE_MATCH))));
    };
  }

  private Verdict handed(HttpRequest request, CompletionStage<SnapshotAnswer> answer) {
    return new Verdict.Handed(
        OUTCOME,
        new SnapshotExchange(
            answer,
            request.method().equals(HttpMethod.HEAD),
            origins.forAnswerTo(request.headers().get(HttpHeaderNames.ORIGIN)),
            new SnapshotExchange.Bounds(port.stalled(), port.whole())));
  }

  private static Verdict refuse(String detail) {
    return new Verdict.Refuse(Refusal.of(ProblemType.BAD_PARAMETER, detail));
  }
}
