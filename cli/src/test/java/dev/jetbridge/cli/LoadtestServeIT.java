package dev.jetbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("A load test of a served stream")
@Timeout(300)
class LoadtestServeIT {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(NatsServer nats, TestStream stream, BridgeProcess bridge, String... more) {
    CommandLine command =
        Main.commandLine(Map.of("JETBRIDGE_TOKEN", BridgeProcess.TOKEN))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    String[] arguments = new String[more.length + 8];
    arguments[0] = "loadtest";
    arguments[1] = more[0];
    arguments[2] = "--url=" + bridge.uri();
    arguments[3] = "--nats-url=" + nats.url();
    arguments[4] = "--stream=" + stream.name();
    arguments[5] = "--subject-prefix=load.e";
    arguments[6] = "--view=none";
    arguments[7] = "--warm-up=500ms";
    arguments[8] = "--viewers=40";
    System.arraycopy(more, 1, arguments, 9, more.length - 1);
    return command.execute(arguments);
  }

  @Test
  @DisplayName(
      "finds every event delivered once, in order, through storms and drops, in both dialects")
  void everyEvent() throws Exception {
    try (NatsServer nats = NatsServer.start()) {
      TestStream stream = Streams.create(nats.connect(), Streams.file("load.>"));
      try (BridgeProcess bridge = BridgeProcess.start(folder, nats.url(), stream.name())) {
        int mixed =
            run(
                nats,
                stream,
                bridge,
                "mixed",
                "--rate=200",
                "--duration=4s",
                "--storm-every=2s",
                "--backlog=5000",
                "--replayers=3",
                "--drop-every=300ms",
                "--subjects=3");
        // Whether the generator kept up is the machine's affair.
        assertThat(mixed).as(() -> out + "\n" + err).isIn(0, 4);
        assertThat(out.toString())
            .contains("verdict      clean: ", "3 of 3 caught up", "bridge ", "broker ");
        out.getBuffer().setLength(0);
        int plain =
            run(nats, stream, bridge, "flaky", "--adapter=plain", "--rate=100", "--duration=1s");
        assertThat(plain).as(() -> out + "\n" + err).isIn(0, 4);
        assertThat(out.toString()).contains("verdict      clean: ");
      }
    }
  }
}
