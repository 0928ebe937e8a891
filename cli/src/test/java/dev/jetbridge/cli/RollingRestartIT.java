package dev.jetbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.bridge.app.Bridge;
import dev.jetbridge.bridge.server.PortUnavailable;
import dev.jetbridge.config.Settings;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The small form of {@code scripts/rolling-restart.sh}. */
@DisplayName("A rolling restart of two bridges")
@Timeout(300)
class RollingRestartIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int VIEWERS = 50;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static Bridge ready(NatsServer nats, TestStream stream, int port) {
    Map<String, String> values = new HashMap<>();
    values.put("server.host", "127.0.0.1");
    values.put("server.port", String.valueOf(port));
    values.put("admin.port", "0");
    values.put("nats.url", nats.url());
    values.put("stream.name", stream.name());
    values.put("auth.token", BridgeProcess.TOKEN);
    values.put("drain.window", "2s");
    Bridge bridge =
        Awaitility.await("the port to be free, which anybody's connection may have for a moment")
            .atMost(LIMIT)
            .until(() -> started(values), started -> started != null);
    Awaitility.await("the bridge to be ready").atMost(LIMIT).until(bridge::isReady);
    return bridge;
  }

  private static @Nullable Bridge started(Map<String, String> values) {
    try {
      return Bridge.start(Settings.parse(values), () -> "test");
    } catch (PortUnavailable e) {
      return null;
    }
  }

  private int load(NatsServer nats, TestStream stream, int... ports) {
    CommandLine command =
        Main.commandLine(Map.of("JETBRIDGE_TOKEN", BridgeProcess.TOKEN))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return command.execute(
        "loadtest",
        "fanout",
        "--url=ws://127.0.0.1:%d,ws://127.0.0.1:%d".formatted(ports[0], ports[1]),
        "--nats-url=" + nats.url(),
        "--stream=" + stream.name(),
        "--subject-prefix=load.e",
        "--viewers=" + VIEWERS,
        "--rate=50",
        "--warm-up=0s",
        "--duration=8s",
        "--view=lines",
        "--json=" + folder.resolve("result.json"));
  }

  @Test
  @Clause({"P-5.4", "P-6.6", "P-9"})
  @DisplayName("loses nothing, repeats nothing, and spreads those who come back")
  void restart() throws Exception {
    try (NatsServer nats = NatsServer.start()) {
      TestStream stream = Streams.create(nats.connect(), Streams.file("load.>"));
      Bridge one = ready(nats, stream, 0);
      Bridge two = ready(nats, stream, 0);
      try {
        int first = one.dataAddress().getPort();
        int second = two.dataAddress().getPort();
        CompletableFuture<Integer> load =
            CompletableFuture.supplyAsync(() -> load(nats, stream, first, second));
        Awaitility.await("the load to be measured")
            .atMost(LIMIT)
            .until(() -> err.toString().contains("-- measuring") || load.isDone());
        one.drain();
        one = ready(nats, stream, first);
        two.drain();
        two = ready(nats, stream, second);
        // Whether the generator kept up is the machine's affair.
        assertThat(load.get()).as(() -> out + "\n" + err).isIn(0, 4);
      } finally {
        one.close();
        two.close();
      }
    }
    JsonNode result = new ObjectMapper().readTree(folder.resolve("result.json").toFile());
    assertThat(result.path("verdict").path("samples")).as(out::toString).isEmpty();
    assertThat(result.path("verdict").path("delivered").asLong())
        .isEqualTo(result.path("verdict").path("owed").asLong())
        .isGreaterThan(VIEWERS * 100);
    assertThat(result.path("verdict").path("gone").asLong()).isZero();
    assertThat(result.path("totals").path("closes").path("1001").asInt())
        .as("half of them by the first, all of them by the second: %s", out)
        .isEqualTo(VIEWERS / 2 + VIEWERS);
    assertThat(out.toString()).contains("opened  ");
    long most = 0;
    for (JsonNode second : result.path("seconds")) {
      most = Math.max(most, second.path("opened").asLong());
    }
    assertThat(most).as("of 50 in a window of 2 s").isLessThan(45);
  }
}
