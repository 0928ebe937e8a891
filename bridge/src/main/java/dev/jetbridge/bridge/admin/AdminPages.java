package dev.jetbridge.bridge.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.bridge.auth.Credential;
import dev.jetbridge.bridge.auth.TokenHash;
import dev.jetbridge.bridge.log.Redaction;
import dev.jetbridge.bridge.protocol.ForgetParameters;
import dev.jetbridge.bridge.protocol.HttpAnswer;
import dev.jetbridge.bridge.protocol.ProblemType;
import dev.jetbridge.bridge.protocol.Refusal;
import dev.jetbridge.bridge.server.AdminDesk;
import dev.jetbridge.bridge.server.AdminRequest;
import dev.jetbridge.config.AdminSettings;
import dev.jetbridge.config.Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages of the admin port (P-1.2). Thread-safe. */
public final class AdminPages implements AdminDesk {
  private static final Logger LOG = LoggerFactory.getLogger(AdminPages.class);
  private static final Set<String> OPEN = Set.of("/metrics", "/livez", "/readyz");
  private static final Set<String> READ = Set.of("GET", "HEAD");
  private static final String WINDOW_RESET = "/window/reset";
  private static final String FORGET = "/snapshot/forget";
  private static final String REBUILD = "/snapshot/rebuild";
  private static final Map<String, Set<String>> METHODS =
      Map.of(
          "/metrics",
          READ,
          "/livez",
          READ,
          "/readyz",
          READ,
          "/config",
          READ,
          "/sessions",
          READ,
          "/diagnostics",
          READ,
          WINDOW_RESET,
          Set.of("POST"),
          FORGET,
          Set.of("POST"),
          REBUILD,
          Set.of("POST"));
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";
  private static final long SESSIONS_SECONDS = 5;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HostNames hosts;
  private final @Nullable TokenHash token;
  private final Knowledge knowledge;
  private final @Nullable ConsolePages console;
  private final Redaction redaction;

  /**
   * Pages for whoever the settings let in.
   *
   * @param console null where there is nothing to look at
   * @param redaction masks secrets in what others have said, such as the broker in its errors
   */
  public AdminPages(
      AdminSettings settings,
      Knowledge knowledge,
      @Nullable ConsolePages console,
      Redaction redaction) {
    this.hosts = new HostNames(settings.host(), settings.allowedHosts());
    Secret secret = settings.token();
    this.token = secret == null ? null : TokenHash.of(secret.value());
    this.knowledge = knowledge;
    this.console = console;
    this.redaction = redaction;
  }

  @Override
  public CompletionStage<HttpAnswer> answer(AdminRequest request) {
    return refused(request)
        .<CompletionStage<HttpAnswer>>map(r -> CompletableFuture.completedStage(r.answer()))
        .orElseGet(() -> page(request))
        // Nothing of it belongs into a cache on the way.
        .thenApply(answer -> answer.with("Cache-Control", "no-store"));
  }

  private Optional<Refusal> refused(AdminRequest request) {
    return foreignHost(request)
        .or(() -> foreignOrigin(request))
        .or(() -> unserved(request))
        .or(() -> unauthorized(request));
  }

  private Optional<Refusal> foreignHost(AdminRequest request) {
    return hosts.includes(request.host(), request.local())
        ? Optional.empty()
        : refusal(
            ProblemType.FORBIDDEN_HOST,
            "Host found that the admin port is not known by, expected its address or one of"
                + " admin.allowed-hosts");
  }

  // A page of another site cannot read answers, but it can POST: a form needs no permission.
  private static Optional<Refusal> foreignOrigin(AdminRequest request) {
    String origin = request.origin();
    return origin == null || origin.equals("http://" + request.host())
        ? Optional.empty()
        : refusal(
            ProblemType.FORBIDDEN_ORIGIN,
            "Origin of another site found, expected none on this port");
  }

  private boolean isConsole(AdminRequest request) {
    return console != null && console.serves(request.target().path());
  }

  private boolean isServed(String path) {
    return switch (path) {
      case WINDOW_RESET -> knowledge.resetWindow() != null;
      case FORGET, REBUILD -> knowledge.snapshot() != null;
      default -> METHODS.containsKey(path);
    };
  }

  private Optional<Refusal> unserved(AdminRequest request) {
    Set<String> methods = isConsole(request) ? READ : METHODS.get(request.target().path());
    if (methods == null || !(isConsole(request) || isServed(request.target().path()))) {
      return refusal(
          ProblemType.NOT_FOUND,
          "path not served on this port, expected one of "
              + String.join(
                  ", ", METHODS.keySet().stream().filter(this::isServed).sorted().toList())
              + (console == null ? "" : ", " + ConsolePages.PATH));
    }
    if (methods.contains(request.method())) {
      return Optional.empty();
    }
    String allowed = String.join(", ", methods.stream().sorted().toList());
    return Optional.of(
        Refusal.of(
                ProblemType.METHOD_NOT_ALLOWED,
                "method other than those allowed found, expected one of " + allowed)
            .with("Allow", allowed));
  }

  private Optional<Refusal> unauthorized(AdminRequest request) {
    if (OPEN.contains(request.target().path()) || request.caller().isLoopbackAddress()) {
      return Optional.empty();
    }
    Credential credential = Credential.read(request.authorization(), List.of(), false);
    return switch (credential) {
      case Credential.Token(TokenHash presented) ->
          token != null && presented.equals(token)
              ? Optional.empty()
              : unauthorized("token not known here", "Bearer error=\"invalid_token\"");
      case Credential.Malformed malformed ->
          refusal(ProblemType.MALFORMED_CREDENTIALS, malformed.detail());
      case Credential.None none ->
          unauthorized(
              "no credential found, expected Authorization: Bearer <admin.token>", "Bearer");
    };
  }

  private static Optional<Refusal> unauthorized(String detail, String challenge) {
    return Optional.of(
        Refusal.of(ProblemType.ADMIN_UNAUTHORIZED, detail).with("WWW-Authenticate", challenge));
  }

  private CompletionStage<HttpAnswer> page(AdminRequest request) {
    String path = request.target().path();
    if (console != null && console.serves(path)) {
      return CompletableFuture.completedStage(console.answer(path));
    }
    if (path.equals("/sessions")) {
      return knowledge
          .sessions()
          .get()
          .toCompletableFuture()
          .thenApply(views -> HttpAnswer.streamed(JSON, new SessionsJson(views)))
          .orTimeout(SESSIONS_SECONDS, TimeUnit.SECONDS);
    }
    if (path.equals(FORGET)) {
      return forget(request);
    }
    return CompletableFuture.completedStage(
        switch (path) {
          case "/metrics" -> HttpAnswer.text(PROMETHEUS_TEXT, knowledge.metrics().get());
          case "/livez" -> HttpAnswer.text(TEXT, "alive\n");
          case "/readyz" -> readyz();
          case "/config" -> HttpAnswer.text(TEXT, knowledge.config().get());
          case "/diagnostics" -> HttpAnswer.text(JSON, json(knowledge.diagnostics().get()));
          case WINDOW_RESET -> reset(request);
          case REBUILD -> rebuild(request);
          default -> throw new IllegalStateException(path + " found, expected a page");
        });
  }

  private HttpAnswer readyz() {
    List<String> faults = knowledge.readiness().faults();
    return faults.isEmpty()
        ? HttpAnswer.text(TEXT, "ready\n")
        : Refusal.of(ProblemType.NOT_READY, redaction.apply(String.join("; ", faults))).answer();
  }

  private HttpAnswer reset(AdminRequest request) {
    LOG.info("Window reset on request of {}", request.caller().getHostAddress());
    Objects.requireNonNull(knowledge.resetWindow(), "a page that is served").run();
    return HttpAnswer.empty(204, Map.of());
  }

  private HttpAnswer rebuild(AdminRequest request) {
    LOG.info("Snapshot rebuilt on request of {}", request.caller().getHostAddress());
    Objects.requireNonNull(knowledge.snapshot(), "a page that is served").rebuild();
    return HttpAnswer.empty(204, Map.of());
  }

  private CompletionStage<HttpAnswer> forget(AdminRequest request) {
    SnapshotCare care = Objects.requireNonNull(knowledge.snapshot(), "a page that is served");
    return switch (ForgetParameters.read(request.target().query())) {
      case ForgetParameters.Malformed(String detail) ->
          CompletableFuture.completedStage(Refusal.of(ProblemType.BAD_PARAMETER, detail).answer());
      case ForgetParameters.Wanted wanted ->
          care.forget(wanted).handle((removed, thrown) -> forgotten(request, removed, thrown));
    };
  }

  private static HttpAnswer forgotten(
      AdminRequest request, SnapshotCare.@Nullable Removed removed, @Nullable Throwable thrown) {
    if (removed == null) {
      return Refusal.of(ProblemType.SNAPSHOT_NOT_READY, String.valueOf(thrown)).answer();
    }
    LOG.info(
        "{} items of the snapshot forgotten on request of {}",
        removed.items(),
        request.caller().getHostAddress());
    return removed.checkpointed()
        ? HttpAnswer.text(JSON, "{\"forgotten\":" + removed.items() + "}\n")
        : Refusal.of(
                ProblemType.INTERNAL_ERROR,
                removed.items()
                    + " items forgotten in memory, but the checkpoint could be neither written"
                    + " nor deleted and holds them: ask again")
            .answer();
  }

  private String json(Map<String, Object> facts) {
    return redaction.apply(MAPPER.<JsonNode>valueToTree(facts)).toPrettyString() + "\n";
  }

  private static Optional<Refusal> refusal(ProblemType type, String detail) {
    return Optional.of(Refusal.of(type, detail));
  }
}
