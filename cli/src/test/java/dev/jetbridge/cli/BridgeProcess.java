package dev.jetbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code jetbridge serve} in front of a stream, on the same port over its restarts. */
final class BridgeProcess implements AutoCloseable {
  static final String TOKEN = "a-token-for-tests-only";

  private static final Pattern PORT = Pattern.compile("Data port listens on \\S*:(\\d+)");
  private static final int PORT_TAKEN = 6;
  private static final int STARTS = 50;

  private final Path folder;
  private final String natsUrl;
  private final String stream;
  private JetbridgeProcess process;
  private int port;
  private int starts;

  private BridgeProcess(Path folder, String natsUrl, String stream) throws IOException {
    this.folder = folder;
    this.natsUrl = natsUrl;
    this.stream = stream;
    this.process = launch();
  }

  /** Starts one and waits until it is ready. */
  static BridgeProcess start(Path folder, String natsUrl, String stream) throws Exception {
    BridgeProcess bridge = new BridgeProcess(folder, natsUrl, stream);
    bridge.awaitReady();
    return bridge;
  }

  /** Where followers connect. */
  URI uri() {
    return URI.create("ws://127.0.0.1:" + port);
  }

  /** Stops it by SIGTERM, which drains it, and starts it again. */
  void restart() throws Exception {
    assertThat(process.stop("TERM")).as(() -> "exit code of a stopped bridge").isZero();
    process = launch();
    awaitReady();
  }

  private JetbridgeProcess launch() throws IOException {
    List<String> arguments =
        List.of(
            "serve",
            "--set=server.host=127.0.0.1",
            "--set=server.port=" + port,
            "--set=admin.port=0",
            "--set=nats.url=" + natsUrl,
            "--set=stream.name=" + stream,
            "--set=window.max-events=2000",
            "--set=drain.window=500ms");
    return JetbridgeProcess.start(
        folder.resolve("bridge.out"),
        folder.resolve("bridge-" + ++starts + ".err"),
        Map.of("JETBRIDGE_AUTH_TOKEN", TOKEN),
        arguments);
  }

  private void awaitReady() throws Exception {
    Awaitility.await("the bridge to be ready")
        .atMost(Duration.ofMinutes(2))
        .until(() -> process.told().contains("Ready") || !process.isRunning());
    // For a moment somebody's outgoing connection may have been given the port.
    if (!process.isRunning() && process.exit() == PORT_TAKEN && starts < STARTS) {
      process = launch();
      awaitReady();
      return;
    }
    assertThat(process.isRunning()).as(process::told).isTrue();
    Matcher listens = PORT.matcher(process.told());
    assertThat(listens.find()).as(process::told).isTrue();
    port = Integer.parseInt(listens.group(1));
  }

  @Override
  public void close() {
    process.close();
  }
}
