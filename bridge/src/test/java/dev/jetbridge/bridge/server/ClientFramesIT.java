package dev.jetbridge.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.CloseSeen;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a client's frames")
@Clause("P-8.1")
class ClientFramesIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int LIMIT = 64 * 1024;
  private static TestPort port;

  @BeforeAll
  static void open() {
    port = TestPort.open();
  }

  @AfterAll
  static void close() {
    port.close();
  }

  @Test
  @DisplayName("of text and binary up to 64 KiB are dropped, whole or in fragments")
  void dropped() {
    try (RawWebSocket feed = port.feed().open()) {
      feed.sendText("hello");
      feed.send(WebSocketFrame.of(WebSocketFrame.BINARY, new byte[LIMIT]));
      feed.sendText("x".repeat(LIMIT));
      feed.sendFragmented("\u00e4".repeat(LIMIT / 2), 4_099);
      feed.send(WebSocketFrame.of(WebSocketFrame.TEXT, new byte[0]));
      feed.send(WebSocketFrame.ping("still there?"));

      WebSocketFrame pong = feed.readFrame();

      assertThat(pong.opcode()).isEqualTo(WebSocketFrame.PONG);
      assertThat(pong.text()).isEqualTo("still there?");
    }
  }

  @Test
  @DisplayName("between the fragments of another are answered")
  void betweenFragments() {
    try (RawWebSocket feed = port.feed().open()) {
      feed.send(WebSocketFrame.text("begun").withFin(false));
      feed.send(WebSocketFrame.ping("between"));

      assertThat(feed.readFrame().text()).isEqualTo("between");

      feed.send(WebSocketFrame.of(WebSocketFrame.CONTINUATION, new byte[1]));
      feed.sendClose(1000, "");
      assertThat(feed.awaitClose(SOON)).isEqualTo(new CloseSeen(1000, "", false));
    }
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        broken(
            CloseReason.PROTOCOL_ERROR, "without a mask", WebSocketFrame.text("x").withMask(false)),
        broken(CloseReason.PROTOCOL_ERROR, "with RSV1", WebSocketFrame.text("x").withRsv(4)),
        broken(CloseReason.PROTOCOL_ERROR, "with RSV2", WebSocketFrame.ping("x").withRsv(2)),
        broken(CloseReason.PROTOCOL_ERROR, "with RSV3", WebSocketFrame.text("x").withRsv(1)),
        broken(CloseReason.PROTOCOL_ERROR, "of opcode 3", WebSocketFrame.of(3, new byte[1])),
        broken(CloseReason.PROTOCOL_ERROR, "of opcode 7", WebSocketFrame.of(7, new byte[0])),
        broken(CloseReason.PROTOCOL_ERROR, "of opcode 11", WebSocketFrame.of(11, new byte[1])),
        broken(CloseReason.PROTOCOL_ERROR, "of opcode 15", WebSocketFrame.of(15, new byte[0])),
        broken(
            CloseReason.PROTOCOL_ERROR,
            "a ping in fragments",
            WebSocketFrame.ping("x").withFin(false)),
        broken(
            CloseReason.PROTOCOL_ERROR,
            "a ping of 126 bytes",
            WebSocketFrame.of(WebSocketFrame.PING, new byte[126])),
        broken(
            CloseReason.PROTOCOL_ERROR,
            "a continuation of nothing",
            WebSocketFrame.of(WebSocketFrame.CONTINUATION, new byte[1])),
        broken(
            CloseReason.PROTOCOL_ERROR,
            "a close of one byte",
            WebSocketFrame.of(WebSocketFrame.CLOSE, new byte[1])),
        broken(
            CloseReason.MESSAGE_TOO_BIG,
            "a text above 64 KiB",
            WebSocketFrame.of(WebSocketFrame.TEXT, new byte[LIMIT + 1])),
        broken(
            CloseReason.MESSAGE_TOO_BIG,
            "a binary of 1 MiB",
            WebSocketFrame.of(WebSocketFrame.BINARY, new byte[1 << 20])),
        broken(
            CloseReason.INVALID_UTF8,
            "a text that is not UTF-8",
            WebSocketFrame.of(WebSocketFrame.TEXT, new byte[] {(byte) 0xC3, 0x28})),
        broken(
            CloseReason.INVALID_UTF8,
            "a text with a surrogate",
            WebSocketFrame.of(WebSocketFrame.TEXT, HexFormat.of().parseHex("eda080"))),
        broken(
            CloseReason.INVALID_UTF8,
            "a text that is cut off",
            WebSocketFrame.of(WebSocketFrame.TEXT, new byte[] {(byte) 0xC3})),
        broken(
            CloseReason.INVALID_UTF8,
            "a close whose reason is not UTF-8",
            WebSocketFrame.of(WebSocketFrame.CLOSE, HexFormat.of().parseHex("03e8ff"))),
        Arguments.of(
            CloseReason.PROTOCOL_ERROR,
            "a new message inside another",
            sending(feed -> {
              feed.send(WebSocketFrame.text("a").withFin(false));
              feed.sendText("b");
            })),
        Arguments.of(
            CloseReason.MESSAGE_TOO_BIG,
            "fragments above 64 KiB together",
            sending(feed -> feed.sendFragmented("x".repeat(LIMIT + 1), 10_000))),
        Arguments.of(
            CloseReason.MESSAGE_TOO_BIG,
            "a frame that claims 2^62 bytes",
            sending(feed -> feed.sendBytes(WebSocketFrame.text("x").encode(1L << 62)))),
        Arguments.of(
            CloseReason.PROTOCOL_ERROR,
            "a frame that claims 2^63 bytes",
            sending(feed -> feed.sendBytes(HexFormat.of().parseHex("81ff8000000000000000")))),
        Arguments.of(
            CloseReason.INVALID_UTF8,
            "fragments that are not UTF-8, at the first that shows it",
            sending(feed -> {
              byte[] bad = HexFormat.of().parseHex("cebae1bdb9cf83cebcceb5f4");
              feed.send(WebSocketFrame.of(WebSocketFrame.TEXT, bad).withFin(false));
              feed.send(
                  WebSocketFrame.of(WebSocketFrame.CONTINUATION, new byte[] {(byte) 0x90})
                      .withFin(false));
            })),
        Arguments.of(
            CloseReason.TOO_MANY_FRAMES, "a flood of pings", sending(feed -> feed.floodPings(150))),
        Arguments.of(
            CloseReason.TOO_MANY_FRAMES,
            "a flood of empty fragments",
            sending(feed -> {
              feed.send(WebSocketFrame.text("").withFin(false));
              for (int i = 0; i < 150; i++) {
                feed.send(
                    WebSocketFrame.of(WebSocketFrame.CONTINUATION, new byte[0]).withFin(false));
              }
            })));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("broken")
  @DisplayName("that break a rule end the feed with the code for it:")
  @Clause("P-9")
  void breakARule(CloseReason reason, String what, Consumer<RawWebSocket> sends) {
    try (RawWebSocket feed = port.feed().open()) {
      sends.accept(feed);

      assertThat(feed.awaitClose(SOON))
          .as(what)
          .isEqualTo(new CloseSeen(reason.code(), reason.text(), false));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2999, 5000, 65535})
  @DisplayName("with a close code that may not be sent break a rule")
  void badCloseCode(int code) {
    try (RawWebSocket feed = port.feed().open()) {
      byte[] payload = {(byte) (code >> 8), (byte) code};
      feed.send(WebSocketFrame.of(WebSocketFrame.CLOSE, payload));

      assertThat(feed.awaitClose(SOON).code()).isEqualTo(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
  @DisplayName("that close are answered with the same code")
  void goodCloseCode(int code) {
    try (RawWebSocket feed = port.feed().open()) {
      feed.sendClose(code, "reason \u00e4");

      assertThat(feed.awaitClose(SOON)).isEqualTo(new CloseSeen(code, "", false));
    }
  }

  @Test
  @DisplayName("that close without a code are answered without one")
  void noCloseCode() {
    try (RawWebSocket feed = port.feed().open()) {
      feed.send(WebSocketFrame.of(WebSocketFrame.CLOSE, new byte[0]));

      assertThat(feed.readFrame().payload()).isEmpty();
    }
  }

  @Test
  @DisplayName("that follow a close are not read")
  void afterAClose() {
    try (RawWebSocket feed = port.feed().open()) {
      feed.sendClose(1000, "");
      feed.sendBytes("\u0000\u00ff rubbish".getBytes(StandardCharsets.ISO_8859_1));

      assertThat(feed.awaitClose(SOON)).isEqualTo(new CloseSeen(1000, "", false));
    }
  }

  private static Arguments broken(CloseReason reason, String what, WebSocketFrame frame) {
    return Arguments.of(reason, what, sending(feed -> feed.send(frame)));
  }

  private static Consumer<RawWebSocket> sending(Consumer<RawWebSocket> sends) {
    return sends;
  }
}
