package dev.jetbridge.bridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.jetbridge.testkit.TricklingServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("jetbridge probe")
class ProbeCommandTest {
  private HttpServer admin;

  @BeforeEach
  void start() throws IOException {
    admin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/livez", 200, "alive\n");
    answer("/readyz", 503, "no tail");
    admin.start();
  }

  @AfterEach
  void stop() {
    admin.stop(0);
  }

  @Test
  @DisplayName("ends with 0 where the bridge answers, and prints the answer")
  void alive() {
    Executed probe = probe(Map.of("JETBRIDGE_ADMIN_PORT", port()));
    assertThat(probe).isEqualTo(new Executed(0, "alive" + System.lineSeparator(), ""));
  }

  @Test
  @DisplayName("ends with 1 where the bridge is not ready, and says why")
  void notReady() {
    Executed probe = probe(Map.of("JETBRIDGE_ADMIN_PORT", port()), "--ready");
    assertThat(probe.exitCode()).isEqualTo(1);
    assertThat(probe.err()).contains("503 found, expected 200 from", "/readyz", "no tail");
  }

  @Test
  @DisplayName("asks on loopback a bridge that listens on every address")
  void everyAddress() {
    Map<String, String> environment =
        Map.of("JETBRIDGE_ADMIN_PORT", port(), "JETBRIDGE_ADMIN_HOST", "0.0.0.0");
    assertThat(probe(environment).exitCode()).isZero();
  }

  @Test
  @DisplayName("finds the port in the configuration file, whatever else is wrong with that")
  void file(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("jetbridge.yaml");
    Files.writeString(file, "admin: {port: " + port() + "}\nserver: {port: many, prot: 1}\n");
    assertThat(probe(Map.of("JETBRIDGE_CONFIG", file.toString())).exitCode()).isZero();
  }

  @Test
  @DisplayName("ends with 1 where nobody listens, and names the port")
  void nobody() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Executed probe = probe(Map.of(), "--set", "admin.port=" + free);
    assertThat(probe.exitCode()).isEqualTo(1);
    assertThat(probe.err()).contains("no answer from port " + free);
  }

  @Test
  @DisplayName("ends with 1 where an answer comes too slowly, each of its bytes in time")
  void trickles() throws IOException {
    for (String beginning : List.of("", "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n")) {
      try (TricklingServer server = TricklingServer.start(beginning)) {
        Map<String, String> environment =
            Map.of("JETBRIDGE_ADMIN_PORT", Integer.toString(server.port()));
        Executed probe =
            Executed.of(new CommandLine(new ProbeCommand(environment, Duration.ofMillis(500))));
        assertThat(probe.exitCode()).isEqualTo(1);
        assertThat(probe.err())
            .contains("no answer from port " + server.port(), "on /livez: within 500ms");
      }
    }
  }

  @Test
  @DisplayName("shows no value of an option that is misspelt")
  void misspelt() {
    Executed probe = Executed.of(ProbeCommand.commandLine(Map.of()), "--sett=auth.token=hunter2");
    assertThat(probe.exitCode()).isEqualTo(1);
    assertThat(probe.err()).contains("--sett").doesNotContain("hunter2");
  }

  private String port() {
    return Integer.toString(admin.getAddress().getPort());
  }

  private void answer(String path, int status, String text) {
    admin.createContext(
        path,
        exchange -> {
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static Executed probe(Map<String, String> environment, String... arguments) {
    return Executed.of(new CommandLine(new ProbeCommand(environment)), arguments);
  }
}
