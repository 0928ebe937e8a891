package dev.jetbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.testkit.Clause;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An envelope")
class EnvelopeTest {
  private static final int ROOM = 14;
  private static final byte[] JSON = "{\"id\": 1.0}".getBytes(UTF_8);
  private static final Instant TIME = Instant.parse("2026-03-04T05:06:07.123456789Z");

  private static StreamMessage message(long sequence, String subject, Instant time) {
    return new StreamMessage(sequence, subject, time, Map.of(), JSON);
  }

  private static String plain(StreamMessage message) {
    int length = Envelope.plainLength(message, JSON);
    byte[] target = new byte[ROOM + length];
    assertThat(Envelope.putPlain(target, ROOM, message, JSON)).isEqualTo(target.length);
    assertThat(Arrays.copyOf(target, ROOM)).containsOnly(0);
    return new String(target, ROOM, length, UTF_8);
  }

  private static String detailed(StreamMessage message) {
    int length = Envelope.detailedLength(message, JSON);
    byte[] target = new byte[ROOM + length];
    assertThat(Envelope.putDetailed(target, ROOM, message, JSON)).isEqualTo(target.length);
    assertThat(Arrays.copyOf(target, ROOM)).containsOnly(0);
    return new String(target, ROOM, length, UTF_8);
  }

  @Nested
  @DisplayName("of the plain feed")
  @Clause("P-5.1")
  class Plain {
    @ParameterizedTest
    @ValueSource(longs = {1, 9, 10, 99, 100, 12_345, 999_999_999_999L, (1L << 53) - 1})
    @DisplayName("holds the sequence and the event's own bytes")
    void holdsSequenceAndEvent(long sequence) {
      assertThat(plain(message(sequence, "a.b", TIME)))
          .isEqualTo("{\"seq\":" + sequence + ",\"event\":{\"id\": 1.0}}");
    }
  }

  @Nested
  @DisplayName("of the detailed feed")
  @Clause("P-6.1")
  class Detailed {
    @Test
    @DisplayName("holds sequence, subject, time and event, in this order")
    void holdsAll() {
      assertThat(detailed(message(7, "cellos.events.acme", TIME)))
          .isEqualTo(
              "{\"seq\":7,\"subject\":\"cellos.events.acme\","
                  + "\"time\":\"2026-03-04T05:06:07.123456789Z\",\"event\":{\"id\": 1.0}}");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "a.\"b\"",
          "a\\b",
          "tab\there",
          "\u0000\u001f\u007f\u0080",
          "größe.日本.𝄞",
          "\uFFFF\u2028"
        })
    @DisplayName("escapes a subject so that a JSON reader gives it back")
    void escapesSubject(String subject) throws IOException {
      JsonNode read = new ObjectMapper().readTree(detailed(message(1, subject, TIME)));
      assertThat(read.get("subject").textValue()).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "a\uDC00b", "\uD800\uD800\uDC00", "x\uDBFF"})
    @DisplayName("writes a lone surrogate of a subject as an escape")
    void escapesLoneSurrogates(String subject) throws IOException {
      JsonNode read = new ObjectMapper().readTree(detailed(message(1, subject, TIME)));
      assertThat(read.get("subject").textValue()).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "1970-01-01T00:00:00Z",
          "1969-12-31T23:59:59.999999999Z",
          "2024-02-29T23:59:59.000000001Z",
          "2026-12-31T00:00:00.100Z",
          "2026-12-31T00:00:00.000100Z",
          "0000-01-01T00:00:00Z",
          "9999-12-31T23:59:59.999999999Z",
          "-0001-12-31T23:59:59Z",
          "+10000-01-01T00:00:00.5Z"
        })
    @DisplayName("writes the time as Instant does")
    void writesTimeAsInstantDoes(String time) {
      Instant instant = Instant.parse(time);
      assertThat(detailed(message(1, "a", instant)))
          .isEqualTo(
              "{\"seq\":1,\"subject\":\"a\",\"time\":\"" + instant + "\",\"event\":{\"id\": 1.0}}");
    }

    @Test
    @DisplayName("writes any time as Instant does")
    void writesAnyTimeAsInstantDoes() {
      Random random = new Random(11);
      long[] steps = {1, 1_000, 1_000_000, 1_000_000_000};
      for (int i = 0; i < 20_000; i++) {
        long step = steps[i % steps.length];
        Instant time =
            Instant.ofEpochSecond(
                random.nextLong(-10_000_000_000L, 10_000_000_000L),
                random.nextInt(1_000_000_000) / step * step);
        assertThat(detailed(message(1, "a", time))).contains("\"time\":\"" + time + "\"");
      }
    }
  }

  @Nested
  @DisplayName("for a message passed by")
  @Clause("P-5.3")
  class Skipped {
    @Test
    @DisplayName("tells its sequence, subject and cause")
    void tellsWhy() {
      byte[] told = Envelope.skipped(message(42, "a.\"b", TIME), SkipCause.TOO_DEEP);
      assertThat(new String(told, UTF_8))
          .isEqualTo(
              "{\"type\":\"skipped\",\"seq\":42,\"subject\":\"a.\\\"b\",\"cause\":\"too-deep\"}");
    }
  }
}
