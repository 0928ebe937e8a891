package dev.jetbridge.bridge.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.bridge.protocol.ServerFrames;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.testkit.Allocations;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.Inflated;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The frames of an event")
class EventFramesTest {
  /** What an array takes beside its bytes, its end rounded up to eight. */
  private static final int ARRAY = 24;

  private static final int RSV1 = 0x40;

  @ParameterizedTest
  @ValueSource(ints = {2, 20, 100, 126, 16_250, 16_284, 16_383, 16_384, 16_385, 32_768, 50_000})
  @Clause("P-5.1")
  @DisplayName("hold its own bytes in either format, however many frames it takes")
  void holdItsBytes(int length) {
    String event = '"' + "abcdefghij".repeat(length / 10 + 1).substring(0, length - 2) + '"';
    Frames frames = frames(event.getBytes(UTF_8));

    assertThat(textIn(frames, Coding.PLAIN)).isEqualTo("{\"seq\":7,\"event\":" + event + "}");
    assertThat(textIn(frames, Coding.V1))
        .isEqualTo(
            "{\"seq\":7,\"subject\":\""
                + SampleEvents.SUBJECT
                + "\",\"time\":\"2026-03-04T05:06:07.123456789Z\",\"event\":"
                + event
                + "}");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 300, 16_384, 50_000, 1_000_000})
  @Clause("P-5.6")
  @DisplayName("compressed are what an inflater that knows nothing else makes the same text of")
  void compressed(int length) {
    Random random = new Random(1);
    StringBuilder event = new StringBuilder("\"");
    while (event.length() < length - 1) {
      event.append((char) ('a' + random.nextInt(20)));
    }
    Frames frames = frames(event.append('"').toString().getBytes(UTF_8));

    for (Coding coding : List.of(Coding.PLAIN, Coding.V1)) {
      byte[] compressed = bytesIn(frames, Coding.of(coding.format(), true));
      assertThat(compressed.length).isLessThanOrEqualTo(length(frames, coding));
      assertThat(compressed[0] & RSV1).as("RSV1 of the first frame").isEqualTo(RSV1);
      for (int at = ServerFrames.end(compressed, 0);
          at < compressed.length;
          at = ServerFrames.end(compressed, at)) {
        assertThat(compressed[at] & RSV1).as("RSV1 of the frame at %d", at).isZero();
      }
      assertThat(new String(Inflated.message(ServerFrames.payload(compressed)), UTF_8))
          .isEqualTo(textIn(frames, coding));
      assertThat(bytesIn(frames, Coding.of(coding.format(), true)))
          .as("the same array for everyone")
          .isSameAs(compressed);
    }
  }

  @Test
  @Clause("P-5.6")
  @DisplayName("are left as they are where compression would make them larger")
  void incompressible() {
    Frames frames = frames("7".getBytes(UTF_8));
    assertThat(bytesIn(frames, Coding.PLAIN_DEFLATED)).isSameAs(bytesIn(frames, Coding.PLAIN));
  }

  @Test
  @DisplayName("are copied once into one array, and for plain feeds once more")
  void oneArray() {
    long small = Allocations.of(() -> frames(json(1_000)));
    long large = Allocations.of(() -> frames(json(9_000)));
    byte[] payload = json(9_000);
    Frames made = frames(payload);
    long again = Allocations.of(() -> frames(payload));
    long plain = Allocations.of(() -> frames(payload).in(Coding.PLAIN)) - again;

    // The payload itself is made anew in the first two.
    assertThat(large - small).as("bytes for 8,000 bytes more").isEqualTo(2 * 8_000);
    assertThat(again - length(made, Coding.V1)).as("bytes beside the array").isBetween(0L, 200L);
    assertThat(plain - length(made, Coding.PLAIN)).as("for plain").isBetween(0L, (long) ARRAY);
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

  private static int length(Frames frames, Coding coding) {
    return bytesIn(frames, coding).length;
  }

  private static byte[] bytesIn(Frames frames, Coding coding) {
    byte[] made = frames.in(coding);
    return made == null ? new byte[0] : made;
  }

  private static String textIn(Frames frames, Coding coding) {
    return new String(ServerFrames.payload(bytesIn(frames, coding)), UTF_8);
  }
}
