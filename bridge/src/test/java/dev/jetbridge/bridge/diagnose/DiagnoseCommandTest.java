package dev.jetbridge.bridge.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.jetbridge.testkit.TricklingServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("jetbridge diagnose")
class DiagnoseCommandTest {
  private static final String QUIET =
      """
      {"time":"2026-06-01T12:00:00.5Z","findings":[],"connections":[
        {"name":"jetbridge-tail","connected":true,"since":"2026-06-01T10:00:00Z",
         "server":"nats://broker:4222","client":12,"credentials_expire":"2026-07-01T00:00:00Z"}],
       "events":{"capacity":512,"forgotten":0,"entries":[
        {"time":"2026-06-01T10:00:00Z","last":"2026-06-01T10:00:00Z","count":1,
         "connection":"jetbridge-tail","client":12,"kind":"connected","party":"bridge",
         "cause":"connected to nats://broker:4222"}]}}
      """;
  private static final String FOUND =
      """
      {"time":"2026-06-01T12:00:00Z","findings":[
        {"pattern":"flapping","connection":"jetbridge-tail","first":"2026-06-01T11:58:00Z",
         "last":"2026-06-01T11:59:00Z","count":3,"summary":"3 lost \\u001b[31mred",
         "advice":"Look at what ends the connections."}],
       "connections":[
        {"name":"jetbridge-tail","connected":false,"since":"2026-06-01T11:59:00Z",
         "fault":"no connection: refused"}],
       "events":{"capacity":512,"forgotten":7,"entries":[
        {"time":"2026-06-01T11:58:00Z","count":1,"connection":"a","kind":"one","party":"broker"},
        {"time":"2026-06-01T11:59:00Z","count":9,"connection":"a","kind":"two","party":"broker"}]}}
      """;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;
  private int status = 200;
  private String body = QUIET;
  private @Nullable String asked;
  private @Nullable String authorization;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked = exchange.getRequestURI().toString();
          authorization = exchange.getRequestHeaders().getFirst("Authorization");
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private int diagnose(String... arguments) {
    return diagnose(Map.of(), arguments);
  }

  private int diagnose(Map<String, String> environment, String... arguments) {
    return new CommandLine(new DiagnoseCommand(environment))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  @DisplayName("ends with 0 where nothing was found, and shows connections and events")
  void nothing() {
    assertThat(diagnose(url())).isZero();
    assertThat(asked).isEqualTo("/diagnostics");
    assertThat(authorization).isNull();
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            """
            Nothing found at 2026-06-01T12:00:00Z.

            CONNECTION      STATE  SINCE                 CLIENT  CREDENTIALS EXPIRE    SERVER
            jetbridge-tail  up     2026-06-01T10:00:00Z  12      2026-07-01T00:00:00Z  nats://broker:4222

            TIME                  CONNECTION      CLIENT  EVENT      BY      TIMES  CAUSE
            2026-06-01T10:00:00Z  jetbridge-tail  12      connected  bridge  1      connected to nats://broker:4222
            """);
  }

  @Test
  @Timeout(20)
  @DisplayName("ends with 5 where an answer comes too slowly, each of its bytes in time")
  void trickles() throws Exception {
    for (String beginning : List.of("", "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n")) {
      try (TricklingServer slow = TricklingServer.start(beginning)) {
        Answer answer =
            AdminClient.ask(
                URI.create("http://127.0.0.1:" + slow.port()), null, Duration.ofMillis(500));
        assertThat(answer)
            .isEqualTo(
                new Answer.Trouble(
                    DiagnoseExit.NOT_REACHED,
                    "no answer from http://127.0.0.1:" + slow.port() + ": none within 500ms"));
      }
    }
  }

  @Test
  @DisplayName("ends with 4 where something was, which comes first, with advice")
  void found() {
    body = FOUND;
    assertThat(diagnose(url() + "/", "--events", "1")).isEqualTo(4);
    assertThat(asked).isEqualTo("/diagnostics");
    assertThat(out.toString().lines())
        .startsWith(
            "1 found at 2026-06-01T12:00:00Z:",
            "",
            "  flapping on jetbridge-tail, since 2026-06-01T11:58:00Z, last 2026-06-01T11:59:00Z",
            "    3 lost ?[31mred",
            "    -> Look at what ends the connections.")
        .contains(
            "1 earlier events are not shown: --events N shows more, --json all.",
            "7 older events are forgotten: diagnostics.events keeps more.")
        .anyMatch(line -> line.contains("down") && line.contains("no connection: refused"))
        .noneMatch(line -> line.contains("  one  "));
  }

  @Test
  @DisplayName("writes what the bridge says with --json")
  void json() {
    body = FOUND;
    assertThat(diagnose(url(), "--json")).isEqualTo(4);
    assertThat(out.toString()).startsWith("{").contains("\"pattern\" : \"flapping\"");
  }

  @Test
  @DisplayName("takes the token from a file or the environment")
  void token() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "from-file\n");
    assertThat(diagnose(Map.of("JETBRIDGE_ADMIN_TOKEN", "from-environment"), url())).isZero();
    assertThat(authorization).isEqualTo("Bearer from-environment");
    assertThat(diagnose(url(), "--token-file", file.toString())).isZero();
    assertThat(authorization).isEqualTo("Bearer from-file");
  }

  @Test
  @DisplayName("ends with 2 where the bridge refuses, and says why")
  void refused() {
    status = 401;
    body = "{\"detail\":\"no credential found\"}";
    assertThat(diagnose(url())).isEqualTo(2);
    assertThat(err.toString()).contains("401", "no credential found");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "[]", "null", "{\"findings\":[]}"})
  @DisplayName("ends with 3 where something else answers")
  void badAnswer(String answer) {
    body = answer;
    assertThat(diagnose(url())).isEqualTo(3);
    assertThat(err.toString()).contains("expected those of a bridge's admin port");
  }

  @Test
  @DisplayName("ends with 3 where the page is not there")
  void notThere() {
    status = 404;
    body = "<html>\u001b[31mno</html>";
    assertThat(diagnose(url())).isEqualTo(3);
    assertThat(err.toString()).contains("404", "<html>?[31mno");
  }

  @Test
  @DisplayName("ends with 5 where nobody listens")
  void notReached() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertThat(diagnose("http://127.0.0.1:" + free)).isEqualTo(5);
    assertThat(err.toString()).contains("no answer from http://127.0.0.1:" + free);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:8081", "ws://host", "http:", "http://u:p@host", "http://host?x", "a b"})
  @DisplayName("ends with 1 where the address is none")
  void usage(String address) {
    assertThat(diagnose(address)).isEqualTo(1);
    assertThat(err.toString()).contains("expected the admin port's address").doesNotContain("u:p");
  }

  @Test
  @DisplayName("ends with 1 where there is no token in its file")
  void noToken() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "two words");
    assertThat(diagnose(url(), "--token-file", file.toString())).isEqualTo(1);
    assertThat(diagnose(url(), "--token-file", directory.resolve("none").toString())).isEqualTo(1);
    assertThat(err.toString()).doesNotContain("two words");
  }
}
