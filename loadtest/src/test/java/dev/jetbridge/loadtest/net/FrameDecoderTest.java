package dev.jetbridge.loadtest.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A frame decoder")
class FrameDecoderTest {
  private final List<String> heard = new ArrayList<>();

  private final FrameSink sink =
      new FrameSink() {
        @Override
        public void text(byte[] bytes, int offset, int length) {
          heard.add("text " + new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void binary(byte[] bytes, int offset, int length) {
          heard.add("binary " + length);
        }

        @Override
        public void ping(byte[] payload) {
          heard.add("ping " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void pong() {
          heard.add("pong");
        }

        @Override
        public void closing(int code, String reason) {
          heard.add("close %d %s".formatted(code, reason));
        }

        @Override
        public void malformed(String found) {
          heard.add("malformed");
        }
      };

  private static byte[] frames(Object... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Object part : parts) {
      if (part instanceof String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      } else {
        bytes.write((Integer) part);
      }
    }
    return bytes.toByteArray();
  }

  @Test
  @DisplayName("hears the same wherever the bytes are divided")
  void divided() {
    String longer = "x".repeat(300);
    byte[] bytes =
        frames(
            0x81, 2, "hi", 0x01, 3, "fra", 0x89, 2, "pi", 0x80, 4, "gmts", 0x81, 126, 1, 44, longer,
            0x82, 127, 0, 0, 0, 0, 0, 0, 0, 1, "b", 0x8A, 0, 0x88, 6, 0x11, 0x3A, "gone");
    for (int first = 0; first <= bytes.length; first++) {
      heard.clear();
      FrameDecoder decoder = new FrameDecoder();
      int rest = decoder.decode(bytes, 0, first, sink);
      int end = decoder.decode(bytes, rest, bytes.length, sink);
      assertThat(end).isEqualTo(bytes.length);
      assertThat(heard)
          .as("divided at %d", first)
          .containsExactly(
              "text hi",
              "ping pi",
              "text fragmts",
              "text " + longer,
              "binary 1",
              "pong",
              "close 4410 gone");
    }
  }

  @Test
  @DisplayName("gives a close without a code 1005")
  void closeWithoutCode() {
    int end = new FrameDecoder().decode(frames(0x88, 0), 0, 2, sink);
    assertThat(end).isEqualTo(2);
    assertThat(heard).containsExactly("close 1005 ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0xC1, 0x83, 0x80, 0x09, 0x8B})
  @DisplayName(
      "calls reserved bits, unknown opcodes, stray continuations and split pings malformed")
  void malformed(int first) {
    byte[] bytes = frames(first, 0, 0x81, 0);
    assertThat(new FrameDecoder().decode(bytes, 0, bytes.length, sink)).isEqualTo(bytes.length);
    assertThat(heard).containsExactly("malformed");
  }

  @Test
  @DisplayName("calls masked frames, endless ones and a message within another malformed")
  void otherwiseMalformed() {
    byte[] masked = frames(0x81, 0x81, 0, 0, 0, 0, "x");
    byte[] endless = frames(0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0);
    byte[] within = frames(0x01, 1, "a", 0x81, 1, "b");
    for (byte[] bytes : List.of(masked, endless, within)) {
      heard.clear();
      int end = new FrameDecoder().decode(bytes, 0, bytes.length, sink);
      assertThat(end).isEqualTo(bytes.length);
      assertThat(heard).containsExactly("malformed");
    }
  }
}
