package dev.jetbridge.bridge.server;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.config.TlsSettings;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.CloseSeen;
import dev.jetbridge.testkit.HttpAnswer;
import dev.jetbridge.testkit.RawHttp;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.TestCertificate;
import dev.jetbridge.testkit.WebSocketFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a data port with TLS")
class TlsIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static TestCertificate first;
  private static TestCertificate second;

  @TempDir Path folder;

  @BeforeAll
  static void make(@TempDir Path made) {
    first = TestCertificate.create(made);
    second = TestCertificate.create(made);
  }

  @Test
  @DisplayName("serves feeds")
  void serves() throws IOException {
    try (TestPort port = open();
        RawWebSocket feed = port.feed().tls(first.client()).open()) {
      feed.send(WebSocketFrame.ping("x"));
      assertThat(feed.readFrame().text()).isEqualTo("x");
      feed.sendClose(1000, "");
      assertThat(feed.awaitClose(SOON)).isEqualTo(new CloseSeen(1000, "", false));
    }
  }

  @Test
  @DisplayName("refuses in full, without a reset")
  @Clause("P-1.3")
  void refuses() throws IOException {
    try (TestPort port = open();
        RawHttp client = RawHttp.connect(port.number(), first.client())) {
      client.send(RawHttp.request("GET /x HTTP/1.1", "Host: a", "X: " + "x".repeat(70_000)));

      assertThat(client.answer().status()).isEqualTo(431);
      assertThat(client.awaitEnd(SOON).wasReset()).isFalse();
    }
  }

  @Test
  @DisplayName("tells a client that speaks plain HTTP")
  @Clause("P-1.3")
  void plainHttp() throws IOException {
    try (TestPort port = open();
        RawHttp client = RawHttp.connect(port.number())) {
      client.send(RawHttp.request("GET /ws/events HTTP/1.1", "Host: a"));

      HttpAnswer answer = client.answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().path("detail").asText()).contains("expected TLS");
      assertThat(client.awaitEnd(SOON).wasReset()).isFalse();
    }
  }

  @Test
  @DisplayName("closes on what is neither, and on a handshake that stalls")
  void neither() throws IOException {
    try (TestPort port = open();
        RawHttp rubbish = RawHttp.connect(port.number());
        RawHttp stalled = RawHttp.connect(port.number())) {
      rubbish.send("\u0000\u0001\u0002");
      stalled.send("\u0016\u0003\u0001");

      rubbish.awaitEnd(SOON);
      stalled.awaitEnd(SOON);
    }
  }

  @Test
  @DisplayName("serves a new certificate to new connections, and keeps the old while it is broken")
  void reloads() throws IOException {
    try (TestPort port = open();
        RawWebSocket before = port.feed().tls(first.client()).open()) {
      Files.copy(second.certificate(), folder.resolve("cert.pem"), REPLACE_EXISTING);
      // The key does not fit yet: this must not be served, even for a moment.
      assertThat(port.feed().tls(first.client()).open()).satisfies(RawWebSocket::close);

      Files.copy(second.privateKey(), folder.resolve("key.pem"), REPLACE_EXISTING);

      await("the new certificate")
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(() -> port.feed().tls(second.client()).open().close());
      before.send(WebSocketFrame.ping("still here"));
      assertThat(before.readFrame().text()).isEqualTo("still here");
    }
  }

  @Test
  @DisplayName("is refused at the start with a key that does not fit, or none")
  void refusedAtTheStart() throws IOException {
    write(first.certificate(), second.privateKey());
    assertThatThrownBy(this::openAsWritten)
        .isInstanceOf(PortUnavailable.class)
        .hasMessageContaining("don't fit");

    Files.writeString(folder.resolve("key.pem"), "no key");
    assertThatThrownBy(this::openAsWritten)
        .isInstanceOf(PortUnavailable.class)
        .hasMessageContaining("key.pem");

    Files.delete(folder.resolve("cert.pem"));
    assertThatThrownBy(this::openAsWritten)
        .isInstanceOf(PortUnavailable.class)
        .hasMessageContaining("cert.pem");
  }

  private TestPort open() throws IOException {
    write(first.certificate(), first.privateKey());
    return openAsWritten();
  }

  private TestPort openAsWritten() {
    return TestPort.with()
        .handshakeTimeout(Duration.ofSeconds(2))
        .tls(
            new TlsSettings(
                folder.resolve("cert.pem"), folder.resolve("key.pem"), Duration.ofMillis(100)))
        .open();
  }

  private void write(Path certificate, Path key) throws IOException {
    Files.copy(certificate, folder.resolve("cert.pem"), REPLACE_EXISTING);
    Files.copy(key, folder.resolve("key.pem"), REPLACE_EXISTING);
  }
}
