package dev.jetbridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A nats-server for tests")
class NatsServerIT {
  private static final Duration BRIEFLY = Duration.ofMillis(500);

  @Test
  @DisplayName("keeps its port and its stream over a kill and a restart")
  void restart() {
    try (NatsServer nats = NatsServer.start()) {
      TestStream stream = Streams.create(nats.connect(), Streams.file("a.>"));
      stream.publishMany(10, "a.b");
      String url = nats.url();

      nats.kill();
      assertThat(nats.isRunning()).isFalse();
      nats.restart();

      assertThat(nats.url()).isEqualTo(url);
      Awaitility.await("the client's own reconnect")
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(stream.truth()).hasSize(10));
    }
  }

  @Test
  @DisplayName("answers nothing while paused, and goes on after")
  void pause() throws Exception {
    try (NatsServer nats = NatsServer.start()) {
      Connection connection = nats.connect();
      nats.pause();
      assertThatThrownBy(() -> connection.flush(BRIEFLY)).isInstanceOf(Exception.class);
      nats.resume();
      connection.flush(Duration.ofSeconds(30));
    }
  }

  @Test
  @DisplayName("can be closed while paused, and leaves no folder of its own behind")
  void closeWhilePaused(@TempDir Path store) {
    NatsServer ephemeral = NatsServer.start();
    Path folder = ephemeral.storeDir();
    ephemeral.pause();
    ephemeral.close();
    assertThat(folder.getParent()).doesNotExist();

    NatsServer lasting = NatsServer.builder().storeDir(store).start();
    Streams.create(lasting.connect(), Streams.file("a.>"));
    lasting.pause();
    lasting.close();
    assertThat(store.resolve("jetstream")).isDirectory();
  }

  @Test
  @DisplayName("holds users to their permissions")
  void users() {
    NatsUser admin = NatsUser.full("admin", "a secret");
    NatsUser reader = NatsUser.limited("reader", "r", List.of("in.>"), List.of("_INBOX.>"));
    try (NatsServer nats = NatsServer.builder().user(admin).user(reader).start()) {
      TestStream stream = Streams.create(nats.connect(), Streams.memory("in.>", "out.>"));
      Connection limited = nats.connect(reader);
      limited.publish("out.x", new byte[0]);
      limited.publish("in.x", new byte[0]);
      Awaitility.await("the one message that the reader may publish")
          .untilAsserted(() -> assertThat(stream.state().getLastSequence()).isEqualTo(1));
      assertThat(stream.truth()).extracting(StoredMessage::subject).containsExactly("in.x");
    }
  }

  @Test
  @DisplayName("says why it did not start, with its log")
  void failure() {
    assertThatThrownBy(() -> NatsServer.builder().config("no_such_key: 1\nport: x").start())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nats-server exited")
        .hasMessageContaining("nats.conf");
  }

  @Test
  @DisplayName("is looked for in the variable, then on PATH, and missed with both named")
  void binary(@TempDir Path folder) throws Exception {
    Path binary = Files.createFile(folder.resolve("nats-server"));
    assertThat(binary.toFile().setExecutable(true)).isTrue();
    assertThat(NatsBinary.find(null, "/nowhere:" + folder)).isEqualTo(binary);
    assertThat(NatsBinary.find(binary.toString(), "")).isEqualTo(binary);
    assertThatThrownBy(() -> NatsBinary.find(null, "/nowhere"))
        .hasMessageContaining("JETBRIDGE_NATS_SERVER")
        .hasMessageContaining("PATH (/nowhere)");
    assertThatThrownBy(() -> NatsBinary.find("/nowhere/nats", folder.toString()))
        .hasMessageContaining("/nowhere/nats");
  }

  @Test
  @DisplayName("knows its version")
  void version() {
    try (NatsServer nats = NatsServer.builder().withoutJetStream().start()) {
      assertThat(nats.version()).matches("2\\.\\d+\\.\\d+.*");
      assertThat(nats.isAtLeast(2, 9)).isTrue();
      assertThat(nats.isAtLeast(3, 0)).isFalse();
    }
  }
}
