package dev.jetbridge.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.config.Compression;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.RawWebSocketBuilder;
import dev.jetbridge.testkit.WebSocketFrame;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a client that may compress what it sends")
class CompressionIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int LIMIT = 64 * 1024;
  private static final int RSV1 = 4;
  private static TestPort port;

  @BeforeAll
  static void open() {
    port = TestPort.with().compression(Compression.SHARED).open();
  }

  @AfterAll
  static void close() {
    port.close();
  }

  private static RawWebSocketBuilder offering() {
    return port.feed().header("Sec-WebSocket-Extensions", "permessage-deflate");
  }

  @Test
  @Clause({"P-5.6", "P-8.1"})
  @DisplayName("sends compressed messages that are dropped like others, in fragments or whole")
  void dropped() {
    try (RawWebSocket feed = offering().open()) {
      feed.send(compressed(WebSocketFrame.TEXT, 100));
      feed.send(compressed(WebSocketFrame.BINARY, LIMIT));
      feed.send(compressed(WebSocketFrame.TEXT, 1_000).withFin(false));
      feed.send(WebSocketFrame.of(WebSocketFrame.CONTINUATION, junk(1_000)));
      feed.sendText("not compressed");
      feed.send(WebSocketFrame.ping("still there?"));

      WebSocketFrame pong = feed.readFrame();

      assertThat(pong.opcode()).isEqualTo(WebSocketFrame.PONG);
      assertThat(pong.text()).isEqualTo("still there?");
    }
  }

  @Test
  @Clause({"P-5.6", "P-8.1"})
  @DisplayName("is closed with 1009 where a compressed message is larger than any may be")
  void tooLarge() {
    try (RawWebSocket feed = offering().open()) {
      feed.send(compressed(WebSocketFrame.TEXT, LIMIT).withFin(false));
      feed.send(WebSocketFrame.of(WebSocketFrame.CONTINUATION, junk(1)));
      assertThat(feed.awaitClose(SOON).code()).isEqualTo(1009);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,2", "1,1", "1,6", "9,4", "0,4"})
  @Clause({"P-5.6", "P-8.1"})
  @DisplayName("is closed with 1002 where another reserved bit is set, or the right one elsewhere")
  void otherBits(int opcode, int bits) {
    try (RawWebSocket feed = offering().open()) {
      if (opcode == WebSocketFrame.CONTINUATION) {
        feed.send(WebSocketFrame.text("begun").withFin(false));
      }
      feed.send(WebSocketFrame.of(opcode, junk(10)).withRsv(bits));
      assertThat(feed.awaitClose(SOON).code()).isEqualTo(1002);
    }
  }

  @Test
  @Clause({"P-5.6", "P-8.1"})
  @DisplayName("is closed with 1002 where it does so without having offered it")
  void notOffered() {
    try (RawWebSocket feed = port.feed().open()) {
      feed.send(compressed(WebSocketFrame.TEXT, 10));
      assertThat(feed.awaitClose(SOON).code()).isEqualTo(1002);
    }
  }

  private static WebSocketFrame compressed(int opcode, int length) {
    return WebSocketFrame.of(opcode, junk(length)).withRsv(RSV1);
  }

  /** Neither UTF-8 nor what an inflater would take. */
  private static byte[] junk(int length) {
    byte[] junk = new byte[length];
    java.util.Arrays.fill(junk, (byte) 0xFF);
    return junk;
  }
}
