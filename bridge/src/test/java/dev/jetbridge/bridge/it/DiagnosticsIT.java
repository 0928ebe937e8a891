package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetbridge.bridge.diagnose.DiagnoseCommand;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.HttpAnswer;
import dev.jetbridge.testkit.RawHttp;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("/diagnostics")
@Clause("P-1.2")
class DiagnosticsIT extends BridgeTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path directory;

  private static void awaitFinding(RunningBridge bridge, String finding) {
    Awaitility.await(finding).atMost(LIMIT).until(() -> bridge.findings().contains(finding));
  }

  @Test
  @DisplayName(
      "finds nothing where nothing is wrong, and shows both connections as the broker does")
  void nothing() {
    RunningBridge bridge = bridge(stream());
    assertThat(bridge.findings()).isEmpty();
    JsonNode connections = bridge.diagnostics().get("connections");
    assertThat(connections.findValuesAsText("name"))
        .containsExactly("jetbridge-tail", "jetbridge-replay");
    for (JsonNode connection : connections) {
      assertThat(connection.get("connected").asBoolean()).isTrue();
      assertThat(connection.get("server").asText()).isEqualTo(nats.url());
      assertThat(clients()).containsEntry(connection.get("client").asLong(), name(connection));
      assertThat(bridge.events("connected", name(connection)))
          .singleElement()
          .satisfies(event -> assertThat(event.get("client")).isEqualTo(connection.get("client")));
    }
    assertThat(diagnose(bridge, new StringWriter())).isZero();
  }

  private static String name(JsonNode connection) {
    return connection.get("name").asText();
  }

  /** Names by client number, as the broker tells its operators. */
  private Map<Long, String> clients() {
    Map<Long, String> names = new HashMap<>();
    HttpAnswer answer =
        RawHttp.exchange(nats.monitor().getPort(), "GET /connz HTTP/1.1", "Host: localhost");
    for (JsonNode client : answer.json().path("connections")) {
      names.put(client.path("cid").asLong(), client.path("name").asText());
    }
    return names;
  }

  @Test
  @DisplayName("names a broker that is away, and one that comes and goes; so does the command")
  void flapping() throws IOException {
    Path file = directory.resolve("events.json");
    RunningBridge bridge = bridge(stream(), "diagnostics.file", file.toString());
    for (int i = 0; i < 3; i++) {
      nats.kill();
      awaitFinding(bridge, "broker-unreachable@jetbridge-replay");
      Awaitility.await("/readyz to say so")
          .atMost(LIMIT)
          .until(() -> bridge.answer("/readyz").text().contains("no connection: "));
      nats.restart();
      bridge.awaitReady();
    }
    assertThat(bridge.findings())
        .containsExactly("flapping@jetbridge-replay", "flapping@jetbridge-tail");
    assertThat(bridge.events("disconnected", "jetbridge-tail"))
        .allSatisfy(event -> assertThat(event.get("party").asText()).isEqualTo("network"));
    StringWriter shown = new StringWriter();
    assertThat(diagnose(bridge, shown)).isEqualTo(4);
    assertThat(shown.toString()).startsWith("2 found").contains("flapping on jetbridge-tail");
    assertThat(bridge.metric("jetbridge_diagnostics_findings{pattern=\"flapping\"}")).isEqualTo(2);
    assertThat(
            bridge.metric(
                "jetbridge_broker_events_total{connection=\"jetbridge-tail\",kind=\"disconnected\"}"))
        .isEqualTo(3);
    Awaitility.await("the file")
        .atMost(LIMIT)
        .until(() -> Files.readString(file).contains("\"kind\":\"reconnected\""));
  }

  private static int diagnose(RunningBridge bridge, StringWriter shown) {
    return new CommandLine(new DiagnoseCommand(Map.of()))
        .setOut(new PrintWriter(shown, true))
        .execute("http://127.0.0.1:" + bridge.adminPort());
  }

  @Test
  @DisplayName("names somebody who deletes the consumers")
  void deletedConsumers() throws IOException, JetStreamApiException {
    TestStream stream = stream();
    RunningBridge bridge = bridge(stream);
    JetStreamManagement management = connection.jetStreamManagement();
    try (FeedReader feed = bridge.follow("")) {
      feed.awaitControl("hello");
      for (int i = 1; i <= 5; i++) {
        stream.publish("t.a", "{}");
        feed.awaitEvents(i);
        for (String consumer : management.getConsumerNames(stream.name())) {
          management.deleteConsumer(stream.name(), consumer);
        }
        int lost = i;
        Awaitility.await("another consumer")
            .atMost(LIMIT)
            .until(() ->
                bridge.events("rebuilt", "jetbridge-tail").size() >= lost
                    && stream.consumers() == 1);
      }
    }
    assertThat(bridge.events("consumer-lost", "jetbridge-tail")).isNotEmpty();
    awaitFinding(bridge, "rebuild-storm@jetbridge-tail");
  }

  @Test
  @DisplayName("names the limit of consumers")
  void consumerLimit() {
    TestStream stream = stream(Streams.file("t.>").maxConsumers(1));
    stream.publishMany(100, "t.a");
    RunningBridge bridge = bridge(stream, "window.max-events", "16");
    try (FeedReader feed = bridge.follow("?since=0")) {
      awaitFinding(bridge, "consumer-limit@jetbridge-replay");
      assertThat(feed.eventCount()).isZero();
    }
  }

  @Test
  @DisplayName("remembers that an operator emptied the window")
  void operator() {
    RunningBridge bridge = bridge(stream());
    assertThat(bridge.post("/window/reset").status()).isEqualTo(204);
    Awaitility.await("the event")
        .atMost(LIMIT)
        .until(() -> bridge.events("tail-reset", "jetbridge-tail").size() == 1);
    assertThat(bridge.events("tail-reset", "").getFirst().get("party").asText())
        .isEqualTo("operator");
  }
}
