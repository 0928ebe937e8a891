package dev.jetbridge.bridge.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("frames from the server")
class ServerFramesTest {
  @Nested
  @DisplayName("of a text message")
  class OfAText {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 16383, 16384, 16385, 32768, 32769, 100_000})
    @DisplayName("carry its bytes, in fragments of at most 16 KiB")
    void carryItsBytes(int length) {
      byte[] payload = ascii(length);

      byte[] frames = ServerFrames.text(payload);

      assertThat(frames).hasSize(ServerFrames.textLength(length));
      assertThat(join(decode(frames))).isEqualTo(payload);
      assertThat(decode(frames)).allSatisfy(f -> assertThat(f.length).isLessThanOrEqualTo(16384));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16383, 16384, 20_000, 40_000})
    @DisplayName("are the same however the message is cut into parts")
    void areTheSameHoweverCut(int cut) {
      byte[] payload = ascii(40_000);
      byte[] head = java.util.Arrays.copyOf(payload, cut);
      byte[] tail = java.util.Arrays.copyOfRange(payload, cut, payload.length);

      assertThat(ServerFrames.text(head, tail)).isEqualTo(ServerFrames.text(payload));
      assertThat(ServerFrames.text(head, new byte[0], tail)).isEqualTo(ServerFrames.text(payload));
    }

    @Test
    @DisplayName("end where the next begins, so that a ping fits between")
    void endWhereTheNextBegins() {
      byte[] frames = ServerFrames.text(ascii(40_000));
      byte[] ping = ServerFrames.ping(new byte[] {7});
      List<Integer> ends = new ArrayList<>();
      var interleaved = Unpooled.buffer();
      for (int at = 0; at < frames.length; at = ServerFrames.end(frames, at)) {
        int end = ServerFrames.end(frames, at);
        ends.add(end);
        interleaved.writeBytes(frames, at, end - at).writeBytes(ping);
      }
      byte[] bytes = ByteBufUtil.getBytes(interleaved);
      interleaved.release();

      assertThat(ends).containsExactly(16388, 2 * 16388, frames.length);
      assertThat(types(bytes)).containsSubsequence("Text", "Ping", "Continuation", "Ping");
    }
  }

  @Nested
  @DisplayName("that control")
  class ThatControl {
    @Test
    @DisplayName("carry a close's code and reason")
    void carryCodeAndReason() {
      for (CloseReason reason : CloseReason.values()) {
        EmbeddedChannel client = client(ServerFrames.close(reason));
        CloseWebSocketFrame close = client.readInbound();

        assertThat(close.statusCode()).isEqualTo(reason.code());
        assertThat(close.reasonText()).isEqualTo(reason.text());
        close.release();
        client.finish();
      }
    }

    @Test
    @DisplayName("carry a ping's payload")
    void carryAPayload() {
      EmbeddedChannel client = client(ServerFrames.ping(ascii(125)));
      PingWebSocketFrame ping = client.readInbound();

      assertThat(ByteBufUtil.getBytes(ping.content())).isEqualTo(ascii(125));
      ping.release();
      client.finish();
    }

    @Test
    @DisplayName("refuse what RFC 6455 forbids")
    void refuseWhatIsForbidden() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ServerFrames.ping(new byte[126]))
          .withMessageContaining("126");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ServerFrames.close(1005, ""))
          .withMessageContaining("1005");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ServerFrames.close(1000, "x".repeat(124)))
          .withMessageContaining("124");
    }
  }

  private static byte[] ascii(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + i % 26);
    }
    return bytes;
  }

  private static EmbeddedChannel client(byte[] bytes) {
    var config = WebSocketDecoderConfig.newBuilder().expectMaskedFrames(false).build();
    EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameDecoder(config));
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    return channel;
  }

  private static List<byte[]> decode(byte[] frames) {
    List<byte[]> payloads = new ArrayList<>();
    EmbeddedChannel client = client(frames);
    for (WebSocketFrame f = client.readInbound(); f != null; f = client.readInbound()) {
      payloads.add(ByteBufUtil.getBytes(f.content()));
      assertThat(f.isFinalFragment()).isEqualTo(client.inboundMessages().isEmpty());
      assertThat(f instanceof TextWebSocketFrame).isEqualTo(payloads.size() == 1);
      f.release();
    }
    client.finish();
    return payloads;
  }

  private static List<String> types(byte[] frames) {
    List<String> types = new ArrayList<>();
    EmbeddedChannel client = client(frames);
    for (WebSocketFrame f = client.readInbound(); f != null; f = client.readInbound()) {
      types.add(f.getClass().getSimpleName().replace("WebSocketFrame", ""));
      f.release();
    }
    client.finish();
    return types;
  }

  private static byte[] join(List<byte[]> parts) {
    StringBuilder joined = new StringBuilder();
    parts.forEach(p -> joined.append(new String(p, StandardCharsets.US_ASCII)));
    return joined.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
