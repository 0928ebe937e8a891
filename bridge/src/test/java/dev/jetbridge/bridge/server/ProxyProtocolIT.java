package dev.jetbridge.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.jetbridge.bridge.log.LogLines;
import dev.jetbridge.testkit.HttpAnswer;
import dev.jetbridge.testkit.RawWebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers are written by hand from HAProxy's proxy-protocol.txt, sections 2.1 and 2.2. */
@DisplayName("A connection from a proxy that tells its client's address")
class ProxyProtocolIT {
  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };

  private static byte[] version1(String client) {
    return ("PROXY TCP4 " + client + " 127.0.0.1 5555 80\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** An IPv6 client's, with a field at its end that nobody knows. */
  private static byte[] version2(String client) throws IOException {
    byte[] unknown = {(byte) 0xEA, 0, 2, 1, 2};
    ByteBuffer header = ByteBuffer.allocate(16 + 36 + unknown.length).put(SIGNATURE);
    header.put((byte) 0x21).put((byte) 0x21).putShort((short) (36 + unknown.length));
    header.put(InetAddress.getByName(client).getAddress());
    header.put(new byte[15]).put((byte) 1);
    return header.putShort((short) 6666).putShort((short) 80).put(unknown).array();
  }

  private static byte[] aliveCheck() {
    return ByteBuffer.allocate(16).put(SIGNATURE).put((byte) 0x20).put((byte) 0).array();
  }

  private static String clientSeen(byte[] header) {
    try (TestPort port = TestPort.with().behindProxies().open()) {
      try (RawWebSocket feed = port.feed().preamble(header).open()) {
        assertThat(feed.closed()).isNull();
      }
      InetSocketAddress client = port.opened().remote();
      return client.getAddress().getHostAddress() + " " + client.getPort();
    }
  }

  @Test
  @DisplayName("is that client's, by either version of the header")
  void client() throws IOException {
    assertThat(clientSeen(version1("192.0.2.7"))).isEqualTo("192.0.2.7 5555");
    assertThat(clientSeen(version2("2001:db8::7"))).isEqualTo("2001:db8:0:0:0:0:0:7 6666");
  }

  @Test
  @DisplayName("is the proxy's own where that speaks for nobody")
  void own() {
    assertThat(clientSeen(aliveCheck())).startsWith("127.0.0.1 ");
    assertThat(clientSeen("PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII)))
        .startsWith("127.0.0.1 ");
  }

  @Test
  @DisplayName("counts for that client")
  void limits() {
    try (TestPort port = TestPort.with().behindProxies().connections(10, 1).open()) {
      try (RawWebSocket first = port.feed().preamble(version1("192.0.2.1")).open();
          RawWebSocket second = port.feed().preamble(version1("192.0.2.2")).open()) {
        HttpAnswer answer = port.feed().preamble(version1("192.0.2.2")).refusal();
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().path("detail").asText())
            .contains("server.max-connections-per-address");
        assertThat(List.of(first, second)).allMatch(feed -> feed.closed() == null);
        assertThat(port.port().connections()).isEqualTo(2);
      }
      await("all to be counted out").until(() -> port.port().connections() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET / HTTP/1.1\r\nHost: h\r\n\r\n", "PROXY TCP4 not-an-address x 1 2\r\n"})
  @DisplayName("is closed without a word to it where it begins otherwise; the log is told once")
  void otherwise(String beginning) throws IOException {
    try (TestPort port = TestPort.with().behindProxies().open();
        LogLines log = LogLines.of(HeaderlessPeers.class.getName())) {
      assertThat(answer(port, beginning)).isEmpty();
      assertThat(answer(port, beginning)).isEmpty();
      await("it to be counted out").until(() -> port.port().connections() == 0);
      port.awaitOutcomes("no-proxy-header", "no-proxy-header");
      assertThat(log.from(Level.WARN))
          .singleElement()
          .asString()
          .startsWith("Connection from 127.0.0.1 closed: ")
          .contains(beginning.startsWith("GET") ? "GET found" : "address")
          .contains("expected the PROXY protocol's header", "server.proxy-protocol=required");
    }
  }

  @Test
  @DisplayName("is not counted where the proxy itself leaves before, as it does to look")
  void looked() throws IOException {
    try (TestPort port = TestPort.with().behindProxies().open()) {
      new Socket(InetAddress.getLoopbackAddress(), port.number()).close();
      assertThat(answer(port, "GET / HTTP/1.1\r\n\r\n")).isEmpty();
      port.awaitOutcomes("no-proxy-header");
    }
  }

  @Test
  @DisplayName("is closed where the header does not come in time")
  void inTime() throws IOException {
    try (TestPort port =
        TestPort.with().behindProxies().handshakeTimeout(Duration.ofMillis(300)).open()) {
      assertThat(answer(port, "PROXY TCP4 192.0.2")).isEmpty();
      await("it to be counted out").until(() -> port.port().connections() == 0);
      port.awaitOutcomes("no-proxy-header");
    }
  }

  private static byte[] answer(TestPort port, String beginning) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().readAllBytes();
    } catch (SocketException reset) {
      return new byte[0];
    }
  }
}
