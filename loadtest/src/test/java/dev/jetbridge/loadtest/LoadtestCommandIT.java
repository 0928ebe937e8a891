package dev.jetbridge.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.NatsServerExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Against nats-server's own WebSocket, which needs nothing else. */
@DisplayName("jetbridge loadtest")
@Timeout(240)
class LoadtestCommandIT {
  private static final Pattern WEBSOCKET =
      Pattern.compile("websocket clients on ws://127.0.0.1:(\\d+)");

  @RegisterExtension
  static final NatsServerExtension NATS =
      new NatsServerExtension(
          NatsServer.builder().config("websocket { listen: \"127.0.0.1:-1\", no_tls: true }"));

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static String feed() {
    Matcher port = WEBSOCKET.matcher(NATS.server().log());
    Awaitility.await("nats-server to tell its WebSocket port")
        .atMost(Duration.ofSeconds(30))
        .until(() -> port.reset(NATS.server().log()).find());
    return "ws://127.0.0.1:" + port.group(1);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    CommandLine command = LoadtestCommand.commandLine(Map.of());
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(all.toArray(String[]::new));
  }

  private int measured(String scenario, String stream, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                scenario,
                "--adapter=nats",
                "--url=" + feed(),
                "--nats-url=" + NATS.server().url(),
                "--stream=" + stream,
                "--subject-prefix=" + stream + ".e",
                "--warm-up=200ms",
                "--view=lines"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private JsonNode result() throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("result.json")));
  }

  @Test
  @DisplayName("drives every kind of viewer at once and accounts for every event")
  void mixed() throws IOException {
    int exit =
        measured(
            "mixed",
            "MIXED",
            "--viewers=20",
            "--rate=100",
            "--duration=3s",
            "--backlog=2000",
            "--replayers=2",
            "--slow-share=10%",
            "--flaky-share=20%",
            "--drop-every=500ms",
            "--storm-every=1s",
            "--subjects=4",
            "--assert=lost==0",
            "--assert=storm-1.left-behind==0",
            "--assert=replay.left-behind==0",
            "--report=" + folder);
    JsonNode result = result();
    // Whether the generator kept up is the machine's affair.
    assertThat(exit).as(() -> out + "\n" + err).isIn(0, 4);
    assertThat(result.path("verdict").path("samples")).as(out::toString).isEmpty();
    assertThat(result.path("verdict").path("owed").asLong())
        .isEqualTo(result.path("verdict").path("delivered").asLong())
        .isGreaterThan(2 * 2000);
    assertThat(result.path("totals").path("unacknowledged").asLong()).isZero();
    assertThat(out.toString()).contains("verdict      clean", "storm 1", "replay", "slow", "flaky");
    assertThat(folder.resolve("report.html")).isNotEmptyFile();
    assertThat(folder.resolve("latency.hlog")).isNotEmptyFile();
    assertThat(folder.resolve("seconds.csv")).isNotEmptyFile();

    Path again = folder.resolve("again.html");
    String json = folder.resolve("result.json").toString();
    assertThat(run("report", json, "--assert=lost>0", "--compare=" + json, "--html=" + again))
        .as(err::toString)
        .isEqualTo(3);
    assertThat(again).isNotEmptyFile();
  }

  @Test
  @DisplayName("spreads viewers over processes and reports them as one, filters included")
  void processes() throws IOException {
    int exit =
        measured(
            "storm",
            "SPREAD",
            "--viewers=12",
            "--processes=2",
            "--subjects=3",
            "--filter=SPREAD.e.{subject}",
            "--rate=60",
            "--duration=2s",
            "--storm-every=1s",
            "--report=" + folder);
    assertThat(exit).as(() -> out + "\n" + err).isIn(0, 4);
    JsonNode result = result();
    long published = result.path("totals").path("published").asLong();
    assertThat(result.path("verdict").path("owed").asLong())
        .as("each of 12 viewers a third of what was published since it came")
        .isBetween(published * 3, published * 5)
        .isEqualTo(result.path("verdict").path("delivered").asLong());
    assertThat(result.path("totals").path("connectionsOpened").asInt()).isEqualTo(24);
    assertThat(result.path("catchUps").path(0).path("caughtUp").asInt()).isEqualTo(12);
  }

  @Test
  @DisplayName("ends with 1 for wrong usage, 3 for a failed assertion, 5 where nobody listens")
  void exits() {
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString()).contains("no scenario found");
    assertThat(run("fanout")).isEqualTo(1);
    assertThat(err.toString()).contains("url: '' found, expected an address ws|wss://host:port");
    assertThat(run("no-such-file.yaml")).isEqualTo(1);
    assertThat(run("limit", "--sockets=0")).isEqualTo(1);
    assertThat(run("report", "no-such-file.json")).isEqualTo(1);
    assertThat(measured("fanout", "EXITS", "--viewers=1", "--duration=300ms", "--assert=p50>1s"))
        .isEqualTo(3);
    assertThat(measured("fanout", "EXITS", "--nats-url=nats://127.0.0.1:1")).isEqualTo(5);
    assertThat(measured("fanout", "EXITS", "--url=ws://127.0.0.1:1", "--patience=500ms"))
        .isEqualTo(5);
    assertThat(err.toString()).contains("no viewer could open a feed at ws://127.0.0.1:1");
  }

  @Test
  @DisplayName("says in its help what every knob does, and how it ends")
  void help() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--viewers", "--slow-share", "Disturbances:", "Exit codes:", "limit", "report");
  }
}
