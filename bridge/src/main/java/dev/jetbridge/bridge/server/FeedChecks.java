package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.auth.AuthResult;
import dev.jetbridge.bridge.auth.Authenticator;
import dev.jetbridge.bridge.auth.Credential;
import dev.jetbridge.bridge.auth.Principal;
import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.bridge.protocol.DeflateOffer;
import dev.jetbridge.bridge.protocol.FeedParameters;
import dev.jetbridge.bridge.protocol.Format;
import dev.jetbridge.bridge.protocol.HttpAnswer;
import dev.jetbridge.bridge.protocol.ProblemType;
import dev.jetbridge.bridge.protocol.Refusal;
import dev.jetbridge.bridge.protocol.RequestTarget;
import dev.jetbridge.bridge.protocol.Subprotocols;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.SubjectFilters;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The checks that a request for a feed passes before its upgrade, in the order of the contract: the
 * first that fails answers (P-2.6). Thread-safe; never blocks.
 */
final class FeedChecks {
  private static final int RETRY_AFTER_MIN_SECONDS = 2;
  private static final int RETRY_AFTER_MAX_SECONDS = 10;

  private final RequestSyntax syntax;
  private final BooleanSupplier draining;
  private final Authenticator authenticator;
  private final Origins origins;
  private final boolean deflates;
  private final @Nullable SnapshotChecks snapshot;
  private final @Nullable Pages pages;
  private final Routes routes;

  FeedChecks(
      RequestSyntax syntax,
      BooleanSupplier draining,
      Authenticator authenticator,
      Origins origins,
      boolean feeds,
      boolean deflates,
      @Nullable SnapshotChecks snapshot,
      @Nullable Pages pages) {
    this.syntax = syntax;
    this.draining = draining;
    this.authenticator = authenticator;
    this.origins = origins;
    this.deflates = deflates;
    this.snapshot = snapshot;
    this.pages = pages;
    this.routes = new Routes(feeds, snapshot != null, pages);
  }

  /**
   * Decides.
   *
   * @param admission what the limits say of the connection
   * @param remote its peer
   * @param arrivedNanos when the head was complete
   */
  Verdict check(
      HttpRequest request, Admission admission, InetSocketAddress remote, long arrivedNanos) {
    return switch (syntax.check(request)) {
      case RequestSyntax.Result.Bad bad -> new Verdict.Refuse(bad.refusal());
      case RequestSyntax.Result.Good good ->
          WebSocketHandshake.faultOfKey(request.headers())
              .or(() -> routes.refusal(request.method(), good.target()))
              .or(() -> capacity(admission))
              .<Verdict>map(Verdict.Refuse::new)
              .orElseGet(() -> answer(request, good.target(), remote, arrivedNanos));
    };
  }

  private Verdict answer(
      HttpRequest request, RequestTarget target, InetSocketAddress remote, long arrivedNanos) {
    if (pages != null && routes.isPage(target)) {
      // The page itself is no secret: what it shows is asked for with a token.
      return new Verdict.Answer(
          "console", CompletableFuture.completedStage(pages.answer(target.path())));
    }
    return request.method().equals(HttpMethod.OPTIONS)
        ? preflight(request.headers(), target)
        : credential(request, target, remote, arrivedNanos);
  }

  private Optional<Refusal> capacity(Admission admission) {
    if (draining.getAsBoolean()) {
      return Optional.of(
          busy(ProblemType.DRAINING, "the server is about to stop and takes no new feeds"));
    }
    return switch (admission) {
      case WITHIN -> Optional.empty();
      case OVER_TOTAL, TURNED_AWAY ->
          Optional.of(
              busy(
                  ProblemType.TOO_MANY_CONNECTIONS,
                  "all connections that server.max-connections allows are taken"));
      case OVER_ADDRESS ->
          Optional.of(
              busy(
                  ProblemType.TOO_MANY_CONNECTIONS,
                  "all connections that server.max-connections-per-address allows are taken"));
    };
  }

  private Verdict preflight(HttpHeaders headers, RequestTarget target) {
    Optional<Refusal> refused = origin(headers);
    if (refused.isPresent()) {
      return new Verdict.Refuse(refused.get());
    }
    HttpAnswer answer = HttpAnswer.empty(204, Map.of());
    for (Map.Entry<String, String> header :
        (routes.isFeed(target) ? Origins.forPreflight() : Origins.forSnapshotPreflight())) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return new Verdict.Answer("preflight", CompletableFuture.completedStage(answer));
  }

  private Verdict credential(
      HttpRequest request, RequestTarget target, InetSocketAddress remote, long arrivedNanos) {
    HttpHeaders headers = request.headers();
    Subprotocols offered =
        Subprotocols.read(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
    Credential credential =
        Credential.read(
            headers.getAll(HttpHeaderNames.AUTHORIZATION),
            offered.bearers(),
            offered.format().isPresent());
    return switch (credential) {
      case Credential.Malformed malformed ->
          refuse(ProblemType.MALFORMED_CREDENTIALS, malformed.detail());
      case Credential.None none ->
          unauthorized("no credential found, expected Authorization: Bearer <token>", "Bearer");
      case Credential.Token token ->
          switch (authenticator.authenticate(token.hash())) {
            case AuthResult.Unknown unknown ->
                unauthorized("token not known here", "Bearer error=\"invalid_token\"");
            case AuthResult.Expired expired ->
                unauthorized("token expired", "Bearer error=\"invalid_token\"");
            case AuthResult.Granted granted ->
                routes.isFeed(target)
                    ? feed(
                        headers,
                        target,
                        offered.format(),
                        granted.principal(),
                        remote,
                        arrivedNanos)
                    : snapshot(request, target, granted.principal());
          };
    };
  }

  private Verdict snapshot(HttpRequest request, RequestTarget target, Principal principal) {
    Optional<Refusal> refused = origin(request.headers());
    return refused.isPresent()
        ? new Verdict.Refuse(refused.get())
        : Objects.requireNonNull(snapshot, "a path that is routed is served")
            .check(request, target, principal);
  }

  private Verdict feed(
      HttpHeaders headers,
      RequestTarget target,
      Optional<Format> echoed,
      Principal principal,
      InetSocketAddress remote,
      long arrivedNanos) {
    Optional<Refusal> refused = origin(headers);
    if (refused.isPresent()) {
      return new Verdict.Refuse(refused.get());
    }
    return switch (FeedParameters.read(target.query())) {
      case FeedParameters.Result.Malformed malformed ->
          refuse(ProblemType.BAD_PARAMETER, malformed.detail());
      case FeedParameters.Result.Read read -> {
        SubjectFilters filters = read.parameters().subjects().orElse(principal.permitted());
        if (!principal.permitted().covers(filters)) {
          yield refuse(
              ProblemType.FORBIDDEN_SUBJECT,
              "subject outside the token's permission found, expected each to lie within one of: "
                  + principal.permitted());
        }
        if (read.parameters().start() instanceof StartPoint.Snapshot) {
          Optional<Refusal> turned =
              snapshotRefusal(echoed, read.parameters().subjects(), principal.permitted());
          if (turned.isPresent()) {
            yield new Verdict.Refuse(turned.get());
          }
        }
        if (!WebSocketHandshake.isAsked(headers)) {
          yield new Verdict.Refuse(WebSocketHandshake.required());
        }
        Optional<String> extension = extension(headers);
        yield new Verdict.Open(
            new FeedRequest(
                read.parameters().start(),
                filters,
                Coding.of(echoed.orElse(Format.PLAIN), extension.isPresent()),
                principal,
                remote,
                arrivedNanos),
            echoed,
            extension);
      }
    };
  }

  private Optional<String> extension(HttpHeaders headers) {
    return deflates
        ? DeflateOffer.answer(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS))
        : Optional.empty();
  }

  private Optional<Refusal> snapshotRefusal(
      Optional<Format> echoed, Optional<SubjectFilters> subjects, SubjectFilters permitted) {
    if (snapshot == null) {
      return refusal(
          ProblemType.BAD_PARAMETER,
          "since=snapshot found, expected a cursor: no snapshot is served, by snapshot.mode");
    }
    if (echoed.isEmpty() || echoed.get() != Format.V1) {
      return refusal(
          ProblemType.BAD_PARAMETER,
          "since=snapshot without the subprotocol jetbridge.v1 found, expected it offered");
    }
    return snapshot.feedRefusal(subjects, permitted);
  }

  private Optional<Refusal> origin(HttpHeaders headers) {
    return origins.pass(headers.get(HttpHeaderNames.ORIGIN))
        ? Optional.empty()
        : refusal(
            ProblemType.FORBIDDEN_ORIGIN,
            "Origin found that is not among server.allowed-origins, compared exactly");
  }

  private static Verdict unauthorized(String detail, String challenge) {
    return new Verdict.Refuse(
        Refusal.of(ProblemType.UNAUTHORIZED, detail).with("WWW-Authenticate", challenge));
  }

  // Spread, so that those who were refused together don't come back together.
  private static Refusal busy(ProblemType type, String detail) {
    int seconds =
        ThreadLocalRandom.current().nextInt(RETRY_AFTER_MIN_SECONDS, RETRY_AFTER_MAX_SECONDS + 1);
    return Refusal.of(type, detail).with("Retry-After", Integer.toString(seconds));
  }

  private static Verdict refuse(ProblemType type, String detail) {
    return new Verdict.Refuse(Refusal.of(type, detail));
  }

  private static Optional<Refusal> refusal(ProblemType type, String detail) {
    return Optional.of(Refusal.of(type, detail));
  }
}
