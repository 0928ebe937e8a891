package dev.jetbridge.cli;

import static dev.jetbridge.cli.PlantedSecrets.ADMIN_TOKEN;
import static dev.jetbridge.cli.PlantedSecrets.AUTH_TOKEN;
import static dev.jetbridge.cli.PlantedSecrets.FILE_TOKEN;
import static dev.jetbridge.cli.PlantedSecrets.JWT;
import static dev.jetbridge.cli.PlantedSecrets.NATS_PASSWORD;
import static dev.jetbridge.cli.PlantedSecrets.NATS_TOKEN;
import static dev.jetbridge.cli.PlantedSecrets.SEED;
import static dev.jetbridge.cli.PlantedSecrets.STRANGER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.NatsUser;
import dev.jetbridge.testkit.RawHttp;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import dev.jetbridge.testkit.WebSocketFrame;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A secret of each kind, put into every way in")
@Timeout(300)
class SecretsIT {
  private static final Pattern DATA_PORT =
      Pattern.compile("Data port listens on [^\"\\s]*:(\\d+)\\D");
  private static final Pattern ADMIN_PORT =
      Pattern.compile("Admin port listens on [^\"\\s]*:(\\d+)\\D");

  private final Leaks leaks = new Leaks(PlantedSecrets.ALL);
  private final PlantedRequests requests = new PlantedRequests(leaks);
  private final List<AutoCloseable> opened = new ArrayList<>();

  @TempDir Path folder;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  @Clause("P-3.4")
  @DisplayName("is in nothing that leaves a served bridge: answers, frames, pages, log, log's file")
  void served() throws Exception {
    NatsServer nats =
        closing(NatsServer.builder().user(NatsUser.full("bridge", NATS_PASSWORD)).start());
    TestStream stream = Streams.create(nats.connect(), Streams.file("t.>"));
    stream.publishMany(20, "t.a");
    stream.publish("t.bad", STRANGER + " is no JSON");
    Path file = folder.resolve("log/bridge.log");
    JetbridgeProcess bridge =
        serve(
            "bridge",
            Map.of(
                "JETBRIDGE_NATS_PASSWORD", NATS_PASSWORD,
                "JETBRIDGE_AUTH_TOKEN", AUTH_TOKEN,
                "JETBRIDGE_ADMIN_TOKEN", ADMIN_TOKEN),
            nats,
            stream.name(),
            "nats.user=bridge",
            "log.format=json",
            "log.level=trace",
            "log.file=" + file,
            "snapshot.mode=embedded",
            "snapshot.checkpoints=none",
            "server.console=on");
    await("the bridge to be ready", () -> bridge.told().contains("Ready"));
    int port = port(bridge, DATA_PORT);

    for (String secret : PlantedSecrets.ALL.values()) {
      requests.ask("answers of the data port", port, "/ws/events", secret);
      requests.ask("answers of the data port", port, "/snapshot", secret);
      requests.ask("answers of the admin port", port(bridge, ADMIN_PORT), "/config", secret);
    }
    JetbridgeProcess follower = follow(0, "ws://127.0.0.1:" + port);
    readFeed(port);
    assertThat(follower.exit()).isEqualTo(2);
    leaks.saw("follow", follower.told());
    nats.stop();
    await("the loss of the broker", () -> bridge.told().contains("TRACE") && isLost(bridge));
    requests.pages(port(bridge, ADMIN_PORT));
    assertThat(bridge.stop("TERM")).isZero();

    leaks.saw("standard error", bridge.told());
    leaks.saw("standard output", Files.readString(folder.resolve("bridge.out")));
    leaks.saw("the log's file", Files.readString(file));
    assertThat(leaks.of("standard error")).contains("t.bad");
    assertThat(leaks.of("the log's file")).contains("t.bad");
    assertThat(leaks.of("answers of the data port")).contains("/problems/", "WWW-Authenticate");
    assertThat(leaks.of("frames")).contains("\"hello\"", "\"skipped\"");
    assertThat(leaks.of("pages")).contains("jetbridge_sessions", "********", "\"stream\"");
    assertThat(leaks.of("follow")).contains("nauthorized");
    assertThat(leaks.found()).isEmpty();
  }

  @Test
  @Clause("P-3.4")
  @DisplayName(
      "is in nothing that is told where the broker takes no credentials, or they are broken")
  void refusedByTheBroker() throws Exception {
    NatsServer nats =
        closing(NatsServer.builder().user(NatsUser.full("other", "a-password-of-others")).start());
    Path creds =
        Files.writeString(folder.resolve("user.creds"), PlantedSecrets.credentials(JWT, SEED));
    Path broken =
        Files.writeString(
            folder.resolve("broken.creds"), PlantedSecrets.credentials(JWT, SEED + "x"));
    Path tokens = folder.resolve("tokens.yaml");
    Files.writeString(tokens, "tokens: [{name: a, token: " + FILE_TOKEN + ", subjects: [\">\"]}]");
    Map<String, String> open = Map.of("JETBRIDGE_AUTH_TOKEN", AUTH_TOKEN);
    List<JetbridgeProcess> bridges =
        List.of(
            serve(
                "password",
                Map.of(
                    "JETBRIDGE_NATS_PASSWORD", NATS_PASSWORD, "JETBRIDGE_AUTH_TOKEN", AUTH_TOKEN),
                nats,
                "S",
                "nats.user=bridge"),
            serve(
                "token",
                Map.of("JETBRIDGE_NATS_TOKEN", NATS_TOKEN),
                nats,
                "S",
                "auth.tokens-file=" + tokens,
                "auth.reload-interval=50ms"),
            serve("creds", open, nats, "S", "nats.creds-file=" + creds),
            serve("broken", open, nats, "S", "nats.creds-file=" + broken));

    for (JetbridgeProcess bridge : bridges) {
      await(
          "word of the refusal", () -> bridge.told().contains("trying on") || !bridge.isRunning());
    }
    Files.writeString(tokens, "tokens: [{name: a, token: " + FILE_TOKEN + ", subjects: }]");
    await("word of the broken file", () -> bridges.get(1).told().contains("tokens.yaml"));
    for (JetbridgeProcess bridge : bridges) {
      if (bridge.isRunning()) {
        requests.pages(port(bridge, ADMIN_PORT));
        bridge.stop("TERM");
      }
      leaks.saw("standard error", bridge.told());
    }
    assertThat(leaks.of("pages")).contains("/problems/not-ready");
    assertThat(leaks.found()).isEmpty();
  }

  @Test
  @Clause("P-3.4")
  @DisplayName("is in nothing that the commands print, used rightly or wrongly")
  void commands() throws Exception {
    for (String secret : PlantedSecrets.ALL.values()) {
      Map<String, String> environment =
          Map.of(
              "JETBRIDGE_NATS_PASSWORD",
              secret,
              "JETBRIDGE_AUTH_TOKEN",
              secret,
              "JETBRIDGE_STREAM_NAME",
              "S",
              "JETBRIDGE_NATS_USER",
              "bridge");
      run("config", environment, "config", "print");
      run("config", environment, "config", "check", "--set", "nats.url=nats://u:" + secret + "@h");
      run("config", environment, "config", "check", "--set", "nats.url=u:" + secret + "@h:4222");
      run("config", environment, "serve", "--set", "nats.url=nats://h,u:" + secret + "@h:4222");
      run("config", environment, "config", "check", "--set", "server.port=token=" + secret);
      run("config", environment, "config", "check", "--set", "nats.tokn=" + secret);
      run("config", environment, "config", "check", "--set", "nats.token=" + secret + "\n");
      run("config", environment, "config", "print", "--nats.token", secret);
      run("follow", environment, "follow", "ws://127.0.0.1", "--tokn", secret);
      run("probe", environment, "probe", "--sett=auth.token=" + secret);
    }
    List<JetbridgeProcess> followers =
        List.of(
            follow(1, "ws://user:" + STRANGER + "@127.0.0.1:1"),
            follow(2, "http://user:" + STRANGER + " @127.0.0.1:1"),
            follow(3, "ws://127.0.0.1:1/?token=" + STRANGER),
            follow(4, "ws://127.0.0.1:1/"),
            follow(5, "user:" + STRANGER + "@127.0.0.1:1"));
    for (JetbridgeProcess follower : followers) {
      assertThat(follower.exit()).isPositive();
      leaks.saw("follow", follower.told());
    }
    assertThat(leaks.of("config")).contains("'********'", "nats.tokn is no configuration key");
    assertThat(leaks.of("follow")).contains("with a user before the host");
    assertThat(leaks.found()).isEmpty();
  }

  private void run(String way, Map<String, String> environment, String... arguments) {
    StringWriter written = new StringWriter();
    var unused =
        Main.commandLine(environment)
            .setOut(new PrintWriter(written, true))
            .setErr(new PrintWriter(written, true))
            .execute(arguments);
    leaks.saw(way, written.toString());
  }

  /** Follows with a token that nobody knows. */
  private JetbridgeProcess follow(int number, String url) throws IOException {
    return closing(
        JetbridgeProcess.start(
            folder.resolve("follow-" + number + ".out"),
            folder.resolve("follow-" + number + ".err"),
            Map.of(),
            List.of("follow", url, "--token", STRANGER, "--give-up-after", "1s", "--verbose")));
  }

  /** A feed whose token comes as a subprotocol, with secrets in what the client sends. */
  private void readFeed(int port) {
    String encoded =
        Base64.getUrlEncoder().withoutPadding().encodeToString(AUTH_TOKEN.getBytes(UTF_8));
    try (RawWebSocket feed =
        RawWebSocket.to(port)
            .path("/ws/events?since=0")
            .subprotocols("jetbridge.v1", "bearer." + encoded)
            .open()) {
      leaks.saw("frames", feed.answer().headers().toString());
      while (!leaks.of("frames").contains("caught_up")) {
        leaks.saw("frames", feed.readText());
      }
      feed.send(WebSocketFrame.text(AUTH_TOKEN));
      feed.sendClose(1000, STRANGER);
      leaks.saw("frames", String.valueOf(feed.awaitClose(Duration.ofSeconds(20))));
    }
  }

  private JetbridgeProcess serve(
      String name, Map<String, String> secrets, NatsServer nats, String stream, String... settings)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("serve"));
    for (String setting :
        List.of(
            "server.host=127.0.0.1",
            "server.port=0",
            "admin.port=0",
            "drain.window=200ms",
            "nats.url=" + nats.url(),
            "stream.name=" + stream)) {
      arguments.add("--set=" + setting);
    }
    for (String setting : settings) {
      arguments.add("--set=" + setting);
    }
    return closing(
        JetbridgeProcess.start(
            folder.resolve(name + ".out"), folder.resolve(name + ".err"), secrets, arguments));
  }

  private static int port(JetbridgeProcess bridge, Pattern line) {
    await("a port", () -> line.matcher(bridge.told()).find());
    Matcher listens = line.matcher(bridge.told());
    assertThat(listens.find()).as(bridge::told).isTrue();
    return Integer.parseInt(listens.group(1));
  }

  private static boolean isLost(JetbridgeProcess bridge) {
    return RawHttp.exchange(port(bridge, ADMIN_PORT), "GET /readyz HTTP/1.1", "Host: localhost")
            .status()
        == 503;
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofMinutes(2)).until(condition);
  }

  private <T extends AutoCloseable> T closing(T resource) {
    opened.add(resource);
    return resource;
  }
}
