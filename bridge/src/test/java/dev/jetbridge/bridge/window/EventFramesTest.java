package dev.jetbridge.bridge.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.protocol.Format;
import dev.jetbridge.bridge.protocol.ServerFrames;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.testkit.Allocations;
import dev.jetbridge.testkit.Clause;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The frames of an event")
class EventFramesTest {
  /** What an array takes beside its bytes, its end rounded up to eight. */
  private static final int ARRAY = 24;

  @ParameterizedTest
  @ValueSource(ints = {2, 20, 100, 126, 16_250, 16_284, 16_383, 16_384, 16_385, 32_768, 50_000})
  @Clause("P-5.1")
  @DisplayName("hold its own bytes in either format, however many frames it takes")
  void holdItsBytes(int length) {
    String event = '"' + "abcdefghij".repeat(length / 10 + 1).substring(0, length - 2) + '"';
    Frames frames = frames(event.getBytes(UTF_8));

    assertThat(textIn(frames, Format.PLAIN)).isEqualTo("{\"seq\":7,\"event\":" + event + "}");
    assertThat(textIn(frames, Format.V1))
        .isEqualTo(
            "{\"seq\":7,\"subject\":\""
                + SampleEvents.SUBJECT
                + "\",\"time\":\"2026-03-04T05:06:07.123456789Z\",\"event\":"
                + event
                + "}");
  }

  @Test
  @DisplayName("are copied once into one array, and for plain feeds once more")
  void oneArray() {
    long small = Allocations.of(() -> frames(json(1_000)));
    long large = Allocations.of(() -> frames(json(9_000)));
    byte[] payload = json(9_000);
    Frames made = frames(payload);
    long again = Allocations.of(() -> frames(payload));
    long plain = Allocations.of(() -> frames(payload).in(Format.PLAIN)) - again;

    // The payload itself is made anew in the first two.
    assertThat(large - small).as("bytes for 8,000 bytes more").isEqualTo(2 * 8_000);
    assertThat(again - length(made, Format.V1)).as("bytes beside the array").isBetween(0L, 200L);
    assertThat(plain - length(made, Format.PLAIN)).as("for plain").isBetween(0L, (long) ARRAY);
  }

  private static byte[] json(int length) {
    byte[] json = new byte[length];
    java.util.Arrays.fill(json, (byte) '1');
    return json;
  }

  private static Frames frames(byte[] payload) {
    StreamMessage message = SampleEvents.message(7, payload);
    return SampleEvents.ENCODER.apply(message);
  }

  private static int length(Frames frames, Format format) {
    byte[] made = frames.in(format);
    return made == null ? 0 : made.length;
  }

  private static String textIn(Frames frames, Format format) {
    byte[] made = frames.in(format);
    return made == null ? "" : new String(ServerFrames.payload(made), UTF_8);
  }
}
