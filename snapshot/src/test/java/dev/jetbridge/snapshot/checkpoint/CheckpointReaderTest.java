package dev.jetbridge.snapshot.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.snapshot.Fold;
import dev.jetbridge.snapshot.Item;
import dev.jetbridge.snapshot.Label;
import dev.jetbridge.snapshot.Projection;
import dev.jetbridge.snapshot.Version;
import dev.jetbridge.snapshot.Walk;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.StreamMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("a checkpoint")
class CheckpointReaderTest {
  private static final Epoch EPOCH = new Epoch("e1");
  private static final Instant TIME = Instant.parse("2026-03-04T05:06:07.123456789Z");
  private static final Projection PROJECTION = Projection.latestBySubject(1 << 20);

  private final Version version = version(2000, 3);
  private final byte[] bytes = bytes(version);

  /** Keys with values of up to some hundred bytes, and one larger than a block. */
  private static Version version(int keys, long seed) {
    Random random = new Random(seed);
    Fold fold = new Fold(PROJECTION, Label.before("EVENTS", EPOCH, 0, false));
    for (int i = 1; i <= keys; i++) {
      int length = i == 7 ? 3 * Form.CONTENT : random.nextInt(300);
      String payload = "\"" + "x".repeat(length) + "\"";
      fold.message(
          new StreamMessage(
              2L * i, "key." + random.nextInt(keys), TIME, Map.of(), payload.getBytes(UTF_8)));
    }
    fold.passed(1L << 40, null);
    return fold.version();
  }

  private static byte[] bytes(Version version) {
    try (InputStream in = new CheckpointStream(version)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Checkpoint read(byte[] bytes) {
    return read(bytes, PROJECTION, "EVENTS", EPOCH);
  }

  private static Checkpoint read(byte[] bytes, Projection projection, String stream, Epoch epoch) {
    try {
      return new CheckpointReader(projection, stream, epoch).read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> state(Version version) {
    Map<String, String> state = new TreeMap<>();
    Walk walk = version.walk();
    for (Item item = walk.next(); item != null; item = walk.next()) {
      String held = item.sequence() + item.subject() + new String(item.value(), UTF_8);
      assertThat(state.put(item.key(), held)).isNull();
    }
    return state;
  }

  @Nested
  @DisplayName("that is whole")
  class Whole {
    @Test
    @DisplayName("comes to the version that it was made of, and goes on from there")
    void loads() {
      assertThat(read(bytes))
          .isInstanceOfSatisfying(
              Checkpoint.Loaded.class,
              loaded -> {
                Version again = loaded.fold().version();
                assertThat(again.label()).isEqualTo(version.label());
                assertThat(again.size()).isEqualTo(version.size());
                assertThat(again.bytes()).isEqualTo(version.bytes());
                assertThat(state(again)).isEqualTo(state(version));
                loaded
                    .fold()
                    .message(
                        new StreamMessage(
                            (1L << 40) + 1, "key.0", TIME, Map.of(), "{}".getBytes(UTF_8)));
                assertThat(loaded.fold().version().label().complete()).isFalse();
              });
    }

    @Test
    @DisplayName("of nothing comes to nothing")
    void empty() {
      Version none = new Fold(PROJECTION, Label.before("EVENTS", EPOCH, 0, true)).version();
      assertThat(read(bytes(none)))
          .isInstanceOfSatisfying(
              Checkpoint.Loaded.class,
              loaded -> assertThat(loaded.fold().version().label()).isEqualTo(none.label()));
    }

    @Test
    @DisplayName("is the same bytes whether read one at a time or many")
    void byteByByte() {
      CheckpointStream in = new CheckpointStream(version);
      byte[] single = new byte[bytes.length];
      for (int i = 0; i < single.length; i++) {
        single[i] = (byte) in.read();
      }
      assertThat(in.read()).isEqualTo(-1);
      assertThat(single).isEqualTo(bytes);
    }
  }

  @Nested
  @DisplayName("that is damaged is called broken")
  class Damaged {
    @Test
    @DisplayName("with a bit flipped anywhere")
    void flipped() {
      Random random = new Random(1);
      for (int i = 0; i < 3000; i++) {
        // Every byte of preamble and header, every one of the end, and many in between.
        int at =
            i < 300 ? i : i < 330 ? bytes.length - 1 - (i - 300) : random.nextInt(bytes.length);
        byte[] damaged = bytes.clone();
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        assertBroken(damaged, "bit flipped at " + at);
      }
    }

    @Test
    @DisplayName("cut short or gone on anywhere")
    void truncated() {
      Random random = new Random(2);
      for (int i = 0; i < 1500; i++) {
        int length =
            i < 300 ? i : i < 330 ? bytes.length - 1 - (i - 300) : random.nextInt(bytes.length);
        assertBroken(Arrays.copyOf(bytes, length), "cut after " + length);
      }
      assertBroken(Arrays.copyOf(bytes, bytes.length + 1), "one byte more");
    }

    @Test
    @DisplayName("without one of its blocks, each of which is whole")
    void blockLost() {
      int first = Form.PREAMBLE;
      int second = after(first);
      int third = after(second);
      byte[] lost = Arrays.copyOf(bytes, bytes.length - (third - second));
      System.arraycopy(bytes, third, lost, second, bytes.length - third);
      assertBroken(lost, "without its second block");
    }

    @Test
    @DisplayName("made of noise")
    void noise() {
      Random random = new Random(3);
      for (int i = 0; i < 300; i++) {
        byte[] noise = new byte[random.nextInt(600)];
        random.nextBytes(noise);
        System.arraycopy(bytes, 0, noise, 0, Math.min(noise.length, random.nextInt(64)));
        assertBroken(noise, "noise " + i);
      }
    }

    private int after(int block) {
      return block + Form.BLOCK_HEAD + ByteBuffer.wrap(bytes).getInt(block);
    }

    private void assertBroken(byte[] damaged, String what) {
      assertThat(read(damaged)).as(what).isInstanceOf(Checkpoint.Broken.class);
    }
  }

  @Nested
  @DisplayName("of another state is called foreign")
  class Foreign {
    @Test
    @DisplayName("by stream, epoch or settings, with what was found and expected")
    void foreign() {
      assertThat(read(bytes, PROJECTION, "OTHER", EPOCH))
          .isEqualTo(new Checkpoint.Foreign(Checkpoint.Difference.STREAM, "EVENTS", "OTHER"));
      assertThat(read(bytes, PROJECTION, "EVENTS", new Epoch("e2")))
          .isEqualTo(new Checkpoint.Foreign(Checkpoint.Difference.EPOCH, "e1", "e2"));
      Projection other = Projection.latestBySubject(1);
      assertThat(read(bytes, other, "EVENTS", EPOCH))
          .isEqualTo(
              new Checkpoint.Foreign(
                  Checkpoint.Difference.SETTINGS, PROJECTION.fingerprint(), other.fingerprint()));
    }
  }

  @Nested
  @DisplayName("of a later format is called newer")
  class Newer {
    @Test
    @DisplayName("whatever follows its preamble")
    void newer() {
      byte[] newer = Arrays.copyOf(bytes, Form.PREAMBLE + 5);
      ByteBuffer preamble = ByteBuffer.wrap(newer).putInt(8, 2);
      CRC32C crc = new CRC32C();
      crc.update(newer, 0, 12);
      preamble.putInt(12, (int) crc.getValue());
      assertThat(read(newer)).isEqualTo(new Checkpoint.Newer(2, 1));
    }
  }

  @Test
  @DisplayName("that cannot be read for the place's sake is an error and no judgement")
  void placeFails() {
    CheckpointReader reader = new CheckpointReader(PROJECTION, "EVENTS", EPOCH);
    assertThatThrownBy(() -> reader.read(new FailingStream()))
        .isInstanceOf(IOException.class)
        .hasMessage(FailingStream.MESSAGE);
  }
}
