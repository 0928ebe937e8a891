package dev.jetbridge.bridge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.log.Redaction;
import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.bridge.protocol.Problem;
import dev.jetbridge.bridge.protocol.RequestTarget;
import dev.jetbridge.bridge.server.AdminPort;
import dev.jetbridge.bridge.server.AdminRequest;
import dev.jetbridge.bridge.server.EventLoops;
import dev.jetbridge.bridge.server.SessionView;
import dev.jetbridge.bridge.session.SessionState;
import dev.jetbridge.config.AdminSettings;
import dev.jetbridge.config.Secret;
import dev.jetbridge.config.Transport;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.HttpAnswer;
import dev.jetbridge.testkit.RawHttp;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the admin port")
@Clause("P-1.2")
class AdminPortIT {
  private static final String LOCALHOST = "Host: localhost";
  private static final List<String> faults = new ArrayList<>();
  private static final List<SessionView> sessions = new ArrayList<>();
  private static final AtomicInteger resets = new AtomicInteger();
  private static final AdminSettings SETTINGS =
      new AdminSettings("127.0.0.1", 0, new Secret("adm1n"), List.of("localhost", "ops.example"));
  private static final AdminPages PAGES =
      new AdminPages(
          SETTINGS,
          new Knowledge(
              () -> "jetbridge_sessions 1\n",
              () -> List.copyOf(faults),
              () -> "auth:\n  token: '********'\n",
              () -> CompletableFuture.completedFuture(List.copyOf(sessions)),
              () -> Map.of("process", ProcessFacts.now(), "faults", List.copyOf(faults)),
              resets::incrementAndGet,
              null),
          ConsolePages.onAdminPort(() -> 8080, false),
          Redaction.knowing(List.of(new Secret("hunter2hunter2"))));
  private static EventLoops loops;
  private static AdminPort port;

  @BeforeAll
  static void open() {
    loops = EventLoops.open(Transport.AUTO, 1);
    port = AdminPort.open(loops, SETTINGS, PAGES);
  }

  @AfterAll
  static void close() {
    port.close();
    loops.close();
  }

  @BeforeEach
  void clear() {
    faults.clear();
    sessions.clear();
  }

  @Test
  @DisplayName("shows metrics in Prometheus text")
  void metrics() {
    HttpAnswer answer = get("/metrics");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/plain; version=0.0.4");
    assertThat(answer.text()).isEqualTo("jetbridge_sessions 1\n");
  }

  @Test
  @DisplayName("says whether it is alive, whatever the broker does, and whether it is ready")
  void probes() {
    assertThat(get("/livez").status()).isEqualTo(200);
    assertThat(get("/readyz").status()).isEqualTo(200);

    faults.add("no broker since 12:00");
    faults.add("window not filled yet");

    assertThat(get("/livez").status()).isEqualTo(200);
    HttpAnswer unready = get("/readyz");
    assertProblem(unready, 503, "not-ready");
    assertThat(unready.json().path("detail").asText())
        .isEqualTo("no broker since 12:00; window not filled yet");
  }

  @Test
  @DisplayName("shows the configuration as it is given, masked")
  void config() {
    assertThat(get("/config").text()).contains("********");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 65, 1000})
  @DisplayName("lists sessions, however many")
  void listsSessions(int count) {
    IntStream.range(0, count).forEach(i -> sessions.add(view(i)));

    HttpAnswer answer = get("/sessions");

    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.json().path("count").asInt()).isEqualTo(count);
    assertThat(answer.json().path("sessions")).hasSize(count);
    if (count > 0) {
      var last = answer.json().path("sessions").get(count - 1);
      assertThat(last.path("id").asText()).isEqualTo("s" + (count - 1));
      assertThat(last.path("state").asText()).isEqualTo("live");
      assertThat(last.path("subjects").get(0).asText()).isEqualTo("a.>");
      assertThat(last.path("age_seconds").asLong()).isEqualTo(61);
    }
  }

  @Test
  @DisplayName("tells what the process does")
  void diagnostics() {
    assertThat(get("/diagnostics").json().path("process").path("threads")).isNotEmpty();
  }

  @Test
  @Clause("P-3.4")
  @DisplayName("repeats no secret that the broker has put into an error")
  void redacted() {
    faults.add("no connection to nats://user:abc@host: hunter2hunter2 refused");
    String clean = "no connection to nats://********@host: ******** refused";
    assertThat(get("/readyz").json().path("detail").asText()).isEqualTo(clean);
    assertThat(get("/diagnostics").json().path("faults").get(0).asText()).isEqualTo(clean);
  }

  @Test
  @DisplayName("answers HEAD without a body")
  void head() {
    HttpAnswer text = RawHttp.exchange(number(), "HEAD /metrics HTTP/1.1", LOCALHOST);
    HttpAnswer streamed = RawHttp.exchange(number(), "HEAD /sessions HTTP/1.1", LOCALHOST);

    assertThat(text.status()).isEqualTo(200);
    assertThat(text.header("Content-Length")).isEqualTo("21");
    assertThat(streamed.status()).isEqualTo(200);
  }

  @Test
  @DisplayName("empties the window when it is POSTed, and only then")
  void resetsTheWindow() {
    int before = resets.get();

    assertProblem(get("/window/reset"), 405, "method-not-allowed");
    assertThat(resets).hasValue(before);
    HttpAnswer answer =
        RawHttp.exchange(number(), "POST /window/reset HTTP/1.1", LOCALHOST, "Content-Length: 0");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(resets).hasValue(before + 1);
  }

  @Test
  @DisplayName("takes no order from a page of another site")
  void foreignPage() {
    int before = resets.get();

    assertProblem(
        RawHttp.exchange(
            number(), "POST /window/reset HTTP/1.1", LOCALHOST, "Origin: https://evil.example"),
        403,
        "forbidden-origin");
    assertThat(resets).hasValue(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST:8081", "127.0.0.1:1", "127.0.0.1", "ops.example:8081"})
  @DisplayName("is known by its address and its configured names")
  void known(String host) {
    assertThat(RawHttp.exchange(number(), "GET /livez HTTP/1.1", "Host: " + host).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "localhost.evil.example", "127.0.0.2", "[::2]:8081", "192.0.2.1"})
  @DisplayName("answers nothing, probes included, by another name")
  void unknown(String host) {
    assertProblem(
        RawHttp.exchange(number(), "GET /livez HTTP/1.1", "Host: " + host), 421, "forbidden-host");
  }

  @Test
  @DisplayName("says what is served in the place of what is not")
  void unserved() {
    HttpAnswer answer = get("/ws/events");

    assertProblem(answer, 404, "not-found");
    assertThat(answer.json().path("detail").asText()).contains("/readyz");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "/metrics,none,200",
        "/livez,none,200",
        "/readyz,none,200",
        "/config,none,401",
        "/console/,none,401",
        "/sessions,Bearer wrong,401",
        "/diagnostics,Basic x,400",
        "/config,Bearer adm1n,200",
        "/sessions,Bearer adm1n,200",
        "/nothing,none,404"
      })
  @DisplayName("wants a token from callers that are not on the machine")
  void farCallers(String path, String authorization, int status) throws UnknownHostException {
    AdminRequest request =
        new AdminRequest(
            "GET",
            RequestTarget.parse(path).orElseThrow(),
            "ops.example",
            null,
            authorization == null ? List.of() : List.of(authorization),
            InetAddress.getByName("192.0.2.7"),
            InetAddress.getByName("192.0.2.1"));

    var answer = PAGES.answer(request).toCompletableFuture().join();

    assertThat(answer.status()).isEqualTo(status);
    assertThat(request.toString()).doesNotContain("adm1n");
  }

  @Test
  @DisplayName("serves the console, and says where its feed is")
  void console() {
    HttpAnswer page = get("/console/");
    HttpAnswer script = get("/console/main.js");

    assertThat(page.text()).contains("<script type=\"module\" src=\"main.js\">");
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(script.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(get("/console").header("Location")).isEqualTo("console/");
    assertThat(get("/console/settings.json").json().path("port").asInt()).isEqualTo(8080);
    assertProblem(get("/console/../main.js"), 404, "not-found");
    assertProblem(get("/console/nothing.js"), 404, "not-found");
    assertProblem(
        RawHttp.exchange(number(), "POST /console/ HTTP/1.1", LOCALHOST, "Content-Length: 0"),
        405,
        "method-not-allowed");
  }

  @Test
  @DisplayName("refuses bad requests as the data port does")
  @Clause("P-1.3")
  void badRequests() {
    assertProblem(RawHttp.exchange(number(), "GET /livez HTTP/1.1"), 400, "malformed-request");
    assertProblem(
        RawHttp.exchange(number(), "GET /livez HTTP/1.0", LOCALHOST), 505, "http-version");
    assertProblem(
        RawHttp.exchange(number(), "GET /livez HTTP/1.1", LOCALHOST, "X: " + "x".repeat(70_000)),
        431,
        "headers-too-large");
  }

  private static SessionView view(int index) {
    return new SessionView(
        "s" + index,
        "192.0.2.1:40000",
        "ops",
        List.of("a.>"),
        Coding.V1,
        SessionState.LIVE,
        10,
        2,
        3,
        400,
        Duration.ofSeconds(61));
  }

  private static HttpAnswer get(String path) {
    return RawHttp.exchange(number(), "GET " + path + " HTTP/1.1", LOCALHOST);
  }

  private static int number() {
    return port.address().getPort();
  }

  private static void assertProblem(HttpAnswer answer, int status, String type) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
    assertThat(answer.json().path("type").asText()).isEqualTo("/problems/" + type);
  }
}
