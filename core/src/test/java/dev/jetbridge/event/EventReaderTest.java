package dev.jetbridge.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.testkit.Clause;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A reader of events")
class EventReaderTest {
  private static final int MIB = 1 << 20;

  private final EventReader reader = new EventReader(MIB);

  private Event read(byte[] payload) {
    return reader.read(new StreamMessage(1, "a", Instant.EPOCH, Map.of(), payload));
  }

  private void assertAccepted(byte[] payload) {
    assertThat(read(payload))
        .isInstanceOfSatisfying(
            Event.Accepted.class, accepted -> assertThat(accepted.json()).isSameAs(payload));
  }

  private void assertSkipped(byte[] payload, SkipCause cause) {
    assertThat(read(payload)).isEqualTo(new Event.Skipped(cause));
  }

  @Nested
  @DisplayName("given one JSON value")
  @Clause("P-5.1")
  class GivenJson {
    @ParameterizedTest
    @FieldSource("dev.jetbridge.event.JsonCases#GOOD")
    @DisplayName("passes the payload's own bytes on")
    void passesBytesOn(String json) {
      assertAccepted(json.getBytes(UTF_8));
    }

    @Test
    @DisplayName("has no bound of its own on the length of strings, names and numbers")
    void takesLongTokens() {
      assertAccepted(('"' + "x".repeat(MIB - 2) + '"').getBytes(UTF_8));
      assertAccepted(("{\"" + "n".repeat(MIB - 6) + "\":1}").getBytes(UTF_8));
      assertAccepted("9".repeat(MIB).getBytes(UTF_8));
      assertAccepted(("0." + "1".repeat(MIB - 10) + "e-99999").getBytes(UTF_8));
      assertAccepted(" ".repeat(MIB - 1).concat("1").getBytes(UTF_8));
    }

    @Test
    @DisplayName("passes every character on that UTF-8 can write")
    void passesEveryCharacterOn() {
      StringBuilder all = new StringBuilder("\"");
      for (int point = 0x20; point <= Character.MAX_CODE_POINT; point++) {
        boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
        if (!surrogate && point != '"' && point != '\\') {
          all.appendCodePoint(point);
        }
      }
      byte[] payload = all.append('"').toString().getBytes(UTF_8);
      assertThat(new EventReader(1 << 23).read(message(payload)))
          .isInstanceOf(Event.Accepted.class);
    }

    @Test
    @DisplayName("takes nesting up to 64, arrays and objects counted together")
    void takesNesting() {
      assertAccepted(nested("[", "]", 64));
      assertAccepted(nested("{\"a\":", "}", 64));
      assertAccepted(nested("[{\"a\":", "}]", 32));
      assertAccepted(("[" + "[],{},".repeat(1000) + "1]").getBytes(UTF_8));
    }

    private StreamMessage message(byte[] payload) {
      return new StreamMessage(1, "a", Instant.EPOCH, Map.of(), payload);
    }
  }

  @Nested
  @DisplayName("given text that is not one JSON value")
  @Clause("P-5.3")
  class GivenOtherText {
    @ParameterizedTest
    @FieldSource("dev.jetbridge.event.JsonCases#BAD")
    @DisplayName("says that it is not JSON")
    void saysNotJson(String text) {
      assertSkipped(text.getBytes(UTF_8), SkipCause.NOT_JSON);
    }

    @Test
    @DisplayName("takes no control character inside a string")
    void refusesControls() {
      for (char c = 0; c < 0x20; c++) {
        assertSkipped(("\"a" + c + "b\"").getBytes(UTF_8), SkipCause.NOT_JSON);
        assertSkipped(
            ("\"longer than a word" + c + "and so on\"").getBytes(UTF_8), SkipCause.NOT_JSON);
      }
    }

    @Test
    @DisplayName("takes UTF-16 and UTF-32 for what they are, UTF-8 full of NUL")
    void refusesOtherCharsets() {
      for (String json : new String[] {"1", "{}", "\"a\"", "[1,2]"}) {
        assertSkipped(json.getBytes(UTF_16LE), SkipCause.NOT_JSON);
        assertSkipped(json.getBytes(UTF_16BE), SkipCause.NOT_JSON);
        assertSkipped(
            json.getBytes(java.nio.charset.Charset.forName("UTF-32BE")), SkipCause.NOT_JSON);
        assertSkipped(
            json.getBytes(java.nio.charset.Charset.forName("UTF-32LE")), SkipCause.NOT_JSON);
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,{\"a\":\"b\\n\",\"c\":[true,null]}]", "-12.5e+10", "\"\\u00e9𝄞\""})
    @DisplayName("judges each beginning of a value as a well-kept parser does")
    void judgesPrefixes(String json) {
      byte[] whole = json.getBytes(UTF_8);
      for (int length = 0; length < whole.length; length++) {
        byte[] prefix = Arrays.copyOf(whole, length);
        SkipCause fault = JacksonText.fault(prefix);
        if (fault == null) {
          assertAccepted(prefix);
        } else {
          assertSkipped(prefix, fault);
        }
      }
    }
  }

  @Nested
  @DisplayName("given bytes that are not UTF-8")
  @Clause("P-5.3")
  class GivenOtherBytes {
    @ParameterizedTest(name = "{0}")
    @ValueSource(
        strings = {
          "ff", // no lead byte
          "22 80 22", // a continuation without a lead
          "22 c3 22", // a lead without a continuation
          "22 e2 82 22",
          "22 f0 9f 98 22",
          "22 c0 a2 22", // overlong
          "22 c1 bf 22",
          "22 e0 80 a2 22",
          "22 e0 9f bf 22",
          "22 f0 80 80 a2 22",
          "22 f0 8f bf bf 22",
          "22 ed a0 80 22", // surrogates
          "22 ed bf bf 22",
          "22 ed a0 bd ed b8 80 22", // CESU-8
          "22 f4 90 80 80 22", // above U+10FFFF
          "22 f5 80 80 80 22",
          "22 f8 88 80 80 80 22", // forms of five and six bytes
          "22 fc 84 80 80 80 80 22",
          "22 fe 22",
          "22 ff 22",
          "22 e2 82", // cut short
          "22 e2 28 a1 22",
          "22 61 62 63 64 65 66 67 68 69 c3 28 22",
          "7b 7d c3",
          "c3 28 7b 7d",
          "31 80",
          "fe ff 00 31", // UTF-16 with its mark
          "ff fe 31 00"
        })
    @DisplayName("says so")
    void saysNotUtf8(String hex) {
      assertSkipped(HexFormat.ofDelimiter(" ").parseHex(hex), SkipCause.NOT_UTF8);
    }

    @Test
    @DisplayName("says so of text in Latin-1")
    void saysSoOfLatin1() {
      assertSkipped("{\"name\":\"größe\"}".getBytes(ISO_8859_1), SkipCause.NOT_UTF8);
    }

    @Test
    @DisplayName("says so also where they are not JSON or too deep either")
    void saysSoFirst() {
      byte[] deep = nested("[", "]", 100);
      deep[deep.length - 1] = (byte) 0xFF;
      assertSkipped(deep, SkipCause.NOT_UTF8);
      assertSkipped(new byte[] {'x', (byte) 0xC0}, SkipCause.NOT_UTF8);
    }
  }

  @Nested
  @DisplayName("given nesting beyond 64")
  @Clause("P-5.3")
  class GivenDepth {
    @Test
    @DisplayName("says that it is too deep")
    void saysTooDeep() {
      assertSkipped(nested("[", "]", 65), SkipCause.TOO_DEEP);
      assertSkipped(nested("{\"a\":", "}", 65), SkipCause.TOO_DEEP);
      assertSkipped(nested("[{\"a\":", "}]", 33), SkipCause.TOO_DEEP);
      assertSkipped(nested("[", "]", 10_000), SkipCause.TOO_DEEP);
      assertSkipped(nested("{\"a\":[", "]}", 10_000), SkipCause.TOO_DEEP);
      assertSkipped("[".repeat(MIB).getBytes(UTF_8), SkipCause.TOO_DEEP);
    }

    @Test
    @DisplayName("says that it is not JSON where that shows earlier")
    void saysNotJsonFirst() {
      assertSkipped(("[1 2" + "[".repeat(100)).getBytes(UTF_8), SkipCause.NOT_JSON);
    }
  }

  @Nested
  @DisplayName("given more bytes than its bound")
  @Clause("P-5.3")
  class GivenSize {
    @Test
    @DisplayName("says that it is too large, whatever else it is")
    void saysTooLarge() {
      assertAccepted(('"' + "x".repeat(MIB - 2) + '"').getBytes(UTF_8));
      assertSkipped(('"' + "x".repeat(MIB - 1) + '"').getBytes(UTF_8), SkipCause.TOO_LARGE);
      assertSkipped(new byte[MIB + 1], SkipCause.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, EventReader.MAX_BYTES + 1})
    @DisplayName("refuses a bound that is none")
    void refusesBounds(int bound) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new EventReader(bound))
          .withMessageContaining(bound + " bytes found, expected 1 to 1073741824");
    }
  }

  private static byte[] nested(String open, String close, int times) {
    String middle = open.endsWith(":") ? "1" : "";
    return (open.repeat(times) + middle + close.repeat(times)).getBytes(UTF_8);
  }
}
