package dev.jetbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two implementations of one grammar that share no line cannot err alike. */
@DisplayName("The JSON automaton judges as a well-kept parser and the JDK's decoder do")
class JsonTextDifferentialTest {
  private static final byte[] ALPHABET = "[]{}\":,01-.e \\".getBytes(UTF_8);
  private static final int VALUES = Integer.getInteger("jetbridge.differential.values", 5_000);

  private static void assertSameJudgement(byte[] bytes) {
    SkipCause expected = JacksonText.fault(bytes);
    SkipCause found = JsonText.fault(bytes, EventReader.MAX_DEPTH);
    if (found != expected) {
      assertThat(found).as(HexFormat.ofDelimiter(" ").formatHex(bytes)).isEqualTo(expected);
    }
  }

  @Test
  @DisplayName("every text of up to four characters of an alphabet that holds each kind of token")
  void shortTexts() {
    assertSameJudgementOfAll(new byte[0], 4);
  }

  private static void assertSameJudgementOfAll(byte[] beginning, int more) {
    assertSameJudgement(beginning);
    if (more == 0) {
      return;
    }
    byte[] text = Arrays.copyOf(beginning, beginning.length + 1);
    for (byte b : ALPHABET) {
      text[beginning.length] = b;
      assertSameJudgementOfAll(text, more - 1);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  @DisplayName("generated values, as they are and after one to four mutations")
  void mutations(long seed) {
    Random random = new Random(seed);
    RandomJson json = new RandomJson(random);
    for (int i = 0; i < VALUES; i++) {
      byte[] value = json.next();
      assertThat(JsonText.fault(value, EventReader.MAX_DEPTH)).isNull();
      assertSameJudgement(value);
      assertSameJudgement(RandomJson.mutated(value, random));
    }
  }

  @Test
  @DisplayName("every sequence of two and three bytes beyond ASCII, and the edges of those of four")
  void multibyteSequences() {
    CharsetDecoder decoder = UTF_8.newDecoder();
    byte[] two = new byte[2];
    byte[] three = new byte[3];
    byte[] four = new byte[4];
    int[] edges = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    for (int first = 0x80; first <= 0xFF; first++) {
      for (int second = 0; second <= 0xFF; second++) {
        assertSameUtf8(decoder, two, first, second);
        for (int third : edges) {
          assertSameUtf8(decoder, three, first, second, third);
          for (int fourth : edges) {
            assertSameUtf8(decoder, four, first, second, third, fourth);
          }
        }
      }
    }
  }

  @Test
  @DisplayName("sequences at every place within and across words of eight bytes")
  void placesOfSequences() {
    byte[][] sequences = {
      "é".getBytes(UTF_8),
      "€".getBytes(UTF_8),
      "𝄞".getBytes(UTF_8),
      {(byte) 0xC3},
      {'"'},
      {'\\'},
      {0x1F},
      {(byte) 0x80},
      {'\\', '"'},
      {'\\', 'u', '0', '0', 'e', '9'},
      {}
    };
    for (byte[] sequence : sequences) {
      for (int before = 0; before <= 17; before++) {
        for (int after = 0; after <= 9; after++) {
          ByteBuffer text = ByteBuffer.allocate(before + sequence.length + after + 2);
          text.put((byte) '"').put("x".repeat(before).getBytes(UTF_8)).put(sequence);
          text.put("y".repeat(after).getBytes(UTF_8)).put((byte) '"');
          assertSameJudgement(text.array());
        }
      }
    }
  }

  private static void assertSameUtf8(CharsetDecoder decoder, byte[] bytes, int... values) {
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    CharBuffer characters = CharBuffer.allocate(bytes.length);
    boolean expected =
        decoder.reset().decode(ByteBuffer.wrap(bytes), characters, true).isUnderflow();
    if (StrictUtf8.isValid(bytes) != expected) {
      assertThat(expected)
          .as(HexFormat.ofDelimiter(" ").formatHex(bytes))
          .isEqualTo(StrictUtf8.isValid(bytes));
    }
  }
}
