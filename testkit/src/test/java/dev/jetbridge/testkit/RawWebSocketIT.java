package dev.jetbridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A raw WebSocket client")
class RawWebSocketIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Nested
  @DisplayName("when reading")
  class Reading {

    @Test
    @DisplayName("shows header bits that no server may send")
    void malformed() throws Exception {
      byte[] wire = {(byte) 0b0111_0011, (byte) 0x82, 1, 2, 3, 4, 'h' ^ 1, 'i' ^ 2};
      try (ScriptedServer server = sending(wire);
          RawWebSocket socket = RawWebSocket.to(server.port()).open()) {
        WebSocketFrame frame = socket.readFrame();

        assertThat(frame.fin()).isFalse();
        assertThat(frame.rsv()).isEqualTo(7);
        assertThat(frame.opcode()).isEqualTo(3);
        assertThat(frame.masked()).isTrue();
        assertThat(frame.text()).isEqualTo("hi");
      }
    }

    @Test
    @DisplayName("puts messages together around the pings between fragments, and answers those")
    void fragments() throws Exception {
      BlockingQueue<WebSocketFrame> received = new LinkedBlockingQueue<>();
      String large = "ä".repeat(40_000);
      try (ScriptedServer server =
              new ScriptedServer(peer -> {
                OutputStream out = ScriptedServer.upgrade(peer);
                out.write(plain(WebSocketFrame.text("a").withFin(false)));
                out.write(plain(WebSocketFrame.ping("now")));
                out.write(plain(WebSocketFrame.of(WebSocketFrame.CONTINUATION, utf8("b"))));
                out.write(plain(WebSocketFrame.text(large)));
                received.add(readFrame(peer));
                out.write(plain(WebSocketFrame.close(4410, "gone")));
                received.add(readFrame(peer));
              });
          RawWebSocket socket = RawWebSocket.to(server.port()).open()) {
        assertThat(socket.readText()).isEqualTo("ab");
        assertThat(socket.readText()).isEqualTo(large);
        assertThat(socket.pings()).isEqualTo(1);
        assertThat(socket.awaitClose(LIMIT)).isEqualTo(new CloseSeen(4410, "gone", false));

        assertThat(received.poll(20, TimeUnit.SECONDS))
            .satisfies(pong -> {
              assertThat(pong.opcode()).isEqualTo(WebSocketFrame.PONG);
              assertThat(pong.masked()).isTrue();
              assertThat(pong.text()).isEqualTo("now");
            });
        assertThat(received.poll(20, TimeUnit.SECONDS).opcode()).isEqualTo(WebSocketFrame.CLOSE);
      }
    }

    @Test
    @DisplayName("keeps the part of a frame that came before a wait ran out")
    void timeout() throws Exception {
      byte[] wire = plain(WebSocketFrame.text("whole"));
      BlockingQueue<String> go = new LinkedBlockingQueue<>();
      try (ScriptedServer server =
              new ScriptedServer(peer -> {
                OutputStream out = ScriptedServer.upgrade(peer);
                out.write(wire, 0, 3);
                go.take();
                out.write(wire, 3, wire.length - 3);
                go.take();
              });
          RawWebSocket socket = RawWebSocket.to(server.port()).open()) {
        assertThat(socket.readFrame(Duration.ofMillis(200))).isNull();
        go.add("on");
        assertThat(socket.readText()).isEqualTo("whole");
      }
    }

    @Test
    @DisplayName("tells an end in order from a reset")
    void ends() throws Exception {
      try (ScriptedServer server = sending();
          RawWebSocket socket = RawWebSocket.to(server.port()).open()) {
        assertThat(socket.awaitClose(LIMIT)).isEqualTo(new CloseSeen(1006, "", false));
      }
      try (ScriptedServer server =
              new ScriptedServer(peer -> {
                ScriptedServer.upgrade(peer);
                peer.setSoLinger(true, 0);
              });
          RawWebSocket socket = RawWebSocket.to(server.port()).open()) {
        assertThat(socket.awaitClose(LIMIT)).isEqualTo(new CloseSeen(1006, "", true));
      }
    }

    @Test
    @DisplayName("reads no faster than it is told, and holds the sender back")
    void slow() throws Exception {
      byte[] frame = plain(WebSocketFrame.text("x".repeat(1_000)));
      try (ScriptedServer server =
              new ScriptedServer(peer -> {
                peer.setSendBufferSize(16 * 1024);
                OutputStream out = ScriptedServer.upgrade(peer);
                while (true) {
                  out.write(frame);
                }
              });
          RawWebSocket socket =
              RawWebSocket.to(server.port())
                  .receiveBuffer(16 * 1024)
                  .bytesPerSecond(50_000)
                  .open()) {
        long start = System.nanoTime();
        for (int n = 0; n < 100; n++) {
          assertThat(socket.readText()).hasSize(1_000);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isBetween(Duration.ofMillis(1_700), Duration.ofSeconds(15));

        socket.bytesPerSecond(0);
        Duration briefly = Duration.ofMillis(300);
        while (socket.readMessage(briefly) != null) {
          // What had been read before the stop.
        }
        socket.readAtFullSpeed();
        assertThat(socket.readText()).hasSize(1_000);
      }
    }
  }

  @Nested
  @DisplayName("when opening")
  class Opening {

    @Test
    @DisplayName("shows the answer of a server that refuses")
    void refusal() throws Exception {
      try (ScriptedServer server =
          new ScriptedServer(peer -> {
            ScriptedServer.readRequest(peer);
            peer.getOutputStream()
                .write(utf8("HTTP/1.1 401 Unauthorized\r\nA: 1\r\na: 2\r\n\r\n{\"status\":401}"));
          })) {
        HttpAnswer answer = RawWebSocket.to(server.port()).path("/ws").refusal();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers("a")).containsExactly("1", "2");
        assertThat(answer.json().path("status").asInt()).isEqualTo(401);
        assertThatThrownBy(() -> RawWebSocket.to(server.port()).open())
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining("401 Unauthorized");
      }
    }

    @Test
    @DisplayName("sends the handshake that it is told to, right or wrong")
    void handshake() {
      String request =
          RawWebSocket.to(1)
              .requestLine("BREW /pot HTTP/1.0")
              .without("host")
              .replace("Sec-WebSocket-Version", "8")
              .header("Sec-WebSocket-Key", "second")
              .subprotocols("jetbridge.v1", "x")
              .bearer("t")
              .request();

      assertThat(request)
          .startsWith("BREW /pot HTTP/1.0\r\n")
          .endsWith("\r\n\r\n")
          .doesNotContain("Host:")
          .contains("Sec-WebSocket-Version: 8\r\n", "Authorization: Bearer t\r\n")
          .contains("Sec-WebSocket-Protocol: jetbridge.v1, x\r\n")
          .containsPattern("(?s)Sec-WebSocket-Key: .*Sec-WebSocket-Key: second");
    }
  }

  @Nested
  @DisplayName("when writing")
  class Writing {

    @Test
    @DisplayName("sends frames bent in every way")
    void bent() throws Exception {
      BlockingQueue<WebSocketFrame> received = new LinkedBlockingQueue<>();
      BlockingQueue<Byte> header = new LinkedBlockingQueue<>();
      try (ScriptedServer server =
              new ScriptedServer(peer -> {
                ScriptedServer.upgrade(peer);
                for (int n = 0; n < 4; n++) {
                  received.add(readFrame(peer));
                }
                for (byte b : peer.getInputStream().readNBytes(10)) {
                  header.add(b);
                }
              });
          RawWebSocket socket = RawWebSocket.to(server.port()).open()) {
        socket.send(WebSocketFrame.of(0xB, utf8("?")).withRsv(5).withMask(false));
        socket.sendFragmented("abcde", 2);
        socket.sendBytes(WebSocketFrame.text("").withMask(false).encode(1L << 40));

        WebSocketFrame bent = received.poll(20, TimeUnit.SECONDS);
        assertThat(bent).extracting(WebSocketFrame::rsv, WebSocketFrame::opcode).contains(5, 0xB);
        assertThat(bent.masked()).isFalse();
        assertThat(received.poll(20, TimeUnit.SECONDS).fin()).isFalse();
        assertThat(received.poll(20, TimeUnit.SECONDS).opcode()).isZero();
        assertThat(received.poll(20, TimeUnit.SECONDS).text()).isEqualTo("e");
        for (byte b : new byte[] {(byte) 0x81, 127, 0, 0, 1, 0, 0, 0, 0, 0}) {
          assertThat(header.poll(20, TimeUnit.SECONDS)).isEqualTo(b);
        }
      }
    }
  }

  private static ScriptedServer sending(byte... wire) throws IOException {
    return new ScriptedServer(peer -> ScriptedServer.upgrade(peer).write(wire));
  }

  private static byte[] plain(WebSocketFrame frame) {
    return frame.withMask(false).encode();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static WebSocketFrame readFrame(Socket peer) throws IOException {
    DataInputStream in = new DataInputStream(peer.getInputStream());
    ByteBuffer wire = ByteBuffer.allocate(1_000);
    while (WebSocketFrame.sizeOf(wire.duplicate().flip()) != wire.position()) {
      wire.put(in.readByte());
    }
    byte[] bytes = new byte[wire.position()];
    wire.flip().get(bytes);
    return WebSocketFrame.parse(bytes);
  }
}
