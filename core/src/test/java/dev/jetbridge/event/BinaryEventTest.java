package dev.jetbridge.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.testkit.Clause;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A CloudEvent in binary mode")
@Clause("P-5.2")
class BinaryEventTest {
  private static final String HEAD =
      "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/cells\",\"type\":\"cell.started\"";

  private final Map<String, String> headers = new LinkedHashMap<>();

  BinaryEventTest() {
    headers.put("ce-type", "cell.started");
    headers.put("ce-source", "/cells");
    headers.put("ce-id", "7");
    headers.put("ce-specversion", "1.0");
  }

  private Event read(String payload) {
    return read(payload.getBytes(UTF_8));
  }

  private Event read(byte[] payload) {
    StreamMessage message = new StreamMessage(1, "a", Instant.EPOCH, headers, payload);
    return new EventReader(1 << 20).read(message);
  }

  private static String json(Event event) {
    assertThat(event).isInstanceOf(Event.Accepted.class);
    byte[] json = ((Event.Accepted) event).json();
    assertThat(JsonText.fault(json, EventReader.MAX_DEPTH)).isNull();
    return new String(json, UTF_8);
  }

  private JsonNode tree(byte[] payload) {
    try {
      return new ObjectMapper().readTree(json(read(payload)));
    } catch (IOException e) {
      throw new AssertionError("not JSON", e);
    }
  }

  private void assertSkipped(byte[] payload, SkipCause cause) {
    assertThat(read(payload)).isEqualTo(new Event.Skipped(cause));
  }

  private void assertBad() {
    assertSkipped("{}".getBytes(UTF_8), SkipCause.BAD_BINARY);
  }

  @Nested
  @DisplayName("is told by its headers")
  class Mode {
    @Test
    @DisplayName("and becomes the structured event that it stands for")
    void becomesStructured() {
      headers.put("ce-time", "2026-03-04T05:06:07Z");
      headers.put("ce-datacontenttype", "application/json");
      headers.put("ce-cellid", "c-42");
      headers.put("Nats-Msg-Id", "7");
      assertThat(json(read("{\"a\": 1.0}")))
          .isEqualTo(
              HEAD
                  + ",\"cellid\":\"c-42\",\"datacontenttype\":\"application/json\""
                  + ",\"time\":\"2026-03-04T05:06:07Z\",\"data\":{\"a\": 1.0}}");
    }

    @Test
    @DisplayName("whatever their order and the case of their letters")
    void foldsNames() {
      String before = json(read("1"));
      headers.clear();
      headers.put("CE-ID", "7");
      headers.put("Ce-SpecVersion", "1.0");
      headers.put("cE-sOURCE", "/cells");
      headers.put("ce-Type", "cell.started");
      assertThat(json(read("1"))).isEqualTo(before).isEqualTo(HEAD + ",\"data\":1}");
    }

    @Test
    @DisplayName("not without a version: then the payload is the event")
    void needsVersion() {
      headers.remove("ce-specversion");
      assertThat(json(read(" [1]"))).isEqualTo(" [1]");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "application/cloudevents+json",
          "application/cloudevents",
          " Application/CloudEvents+JSON; charset=UTF-8"
        })
    @DisplayName("not where the content type says structured: then the payload is the event")
    void structuredWins(String contentType) {
      headers.put("content-Type", contentType);
      assertThat(json(read("{\"specversion\":\"1.0\"}"))).isEqualTo("{\"specversion\":\"1.0\"}");
    }

    @Test
    @DisplayName("by ASCII letters alone: the Kelvin sign is no k, the long s no s")
    void foldsAsciiAlone() {
      headers.remove("ce-specversion");
      headers.put("ce-\u017Fpecversion", "1.0");
      assertThat(json(read("1"))).isEqualTo("1");
      headers.put("ce-specversion", "1.0");
      assertBad();
    }
  }

  @Nested
  @DisplayName("keeps its data unchanged")
  class Data {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "application/json",
          "APPLICATION/JSON",
          "application/json; charset=utf-8",
          "text/json",
          "application/vnd.cell+json",
          "application/geo+json;a=b"
        })
    @DisplayName("as the JSON value that it is")
    void embedsJson(String type) {
      headers.put("ce-datacontenttype", type);
      assertThat(json(read(" {\"a\":1e2,\n\"a\":\"\\ud800\"} ")))
          .isEqualTo(
              HEAD
                  + ",\"datacontenttype\":\""
                  + type
                  + "\",\"data\": {\"a\":1e2,\n\"a\":\"\\ud800\"} }");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"text/plain", "text/csv; charset=\"UTF-8\"", "Text/Plain;charset=us-ascii"})
    @DisplayName("as a string where it is text")
    void quotesText(String type) {
      headers.put("ce-datacontenttype", type);
      String text = "a \"b\" \\ \r\n\t\u0000\u001f\u007f é 日本 𝄞 \uFEFF </script>";
      assertThat(tree(text.getBytes(UTF_8)).get("data").textValue()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/octet-stream", "image/png", "nonsense", "json", "x/json2"})
    @DisplayName("in Base64 where it is anything else")
    void encodesBytes(String type) throws IOException {
      headers.put("ce-datacontenttype", type);
      Random random = new Random(5);
      for (int length = 1; length < 70; length++) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        assertThat(tree(payload).get("data_base64").binaryValue()).isEqualTo(payload);
        assertThat(tree(payload).has("data")).isFalse();
      }
    }

    @Test
    @DisplayName("in Base64 where text is not UTF-8 or says so")
    void encodesOtherText() throws IOException {
      byte[] latin1 = "größe".getBytes(ISO_8859_1);
      headers.put("ce-datacontenttype", "text/plain");
      assertThat(tree(latin1).get("data_base64").binaryValue()).isEqualTo(latin1);
      headers.put("ce-datacontenttype", "text/plain; charset=iso-8859-1");
      assertThat(tree(new byte[] {'a'}).get("data_base64").binaryValue()).containsExactly('a');
    }

    @Test
    @DisplayName("without a type, as JSON where it is and in Base64 where not")
    void guessesWithoutType() throws IOException {
      assertThat(json(read("[1]"))).isEqualTo(HEAD + ",\"data\":[1]}");
      assertThat(tree("text".getBytes(UTF_8)).get("data_base64").binaryValue())
          .isEqualTo("text".getBytes(UTF_8));
      assertSkipped("[".repeat(100).getBytes(UTF_8), SkipCause.TOO_DEEP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/json", "text/plain", "image/png"})
    @DisplayName("and has none where the payload is empty")
    void hasNone(String type) {
      headers.put("ce-datacontenttype", type);
      assertThat(json(read(""))).isEqualTo(HEAD + ",\"datacontenttype\":\"" + type + "\"}");
    }

    @Test
    @DisplayName("typed by Content-Type where no ce- header types it")
    void takesContentType() {
      headers.put("Content-Type", " text/plain ");
      assertThat(json(read("x")))
          .isEqualTo(HEAD + ",\"datacontenttype\":\"text/plain\",\"data\":\"x\"}");
      headers.put("ce-datacontenttype", "application/json");
      assertThat(json(read("1")))
          .isEqualTo(HEAD + ",\"datacontenttype\":\"application/json\",\"data\":1}");
    }

    @Test
    @DisplayName("or is no event where JSON was promised and is not there")
    @Clause("P-5.3")
    void refusesFalsePromise() {
      headers.put("ce-datacontenttype", "application/json");
      assertSkipped("{\"a\":1},\"id\":\"8\"".getBytes(UTF_8), SkipCause.NOT_JSON);
      assertSkipped(new byte[] {'"', (byte) 0xC3, '"'}, SkipCause.NOT_UTF8);
      assertThat(read("[".repeat(63) + "]".repeat(63))).isInstanceOf(Event.Accepted.class);
      assertSkipped(("[".repeat(64) + "]".repeat(64)).getBytes(UTF_8), SkipCause.TOO_DEEP);
    }

    @Test
    @DisplayName("or is no event where the event made from it is too large")
    @Clause("P-5.3")
    void refusesGrowth() {
      headers.put("ce-datacontenttype", "text/plain");
      byte[] zeros = new byte[1 << 18];
      assertSkipped(zeros, SkipCause.TOO_LARGE);
      assertThat(read(Arrays.copyOf(zeros, 1 << 17))).isInstanceOf(Event.Accepted.class);
      headers.put("ce-datacontenttype", "image/png");
      assertSkipped(new byte[800_000], SkipCause.TOO_LARGE);
    }

    @Test
    @DisplayName("in an event of exactly the largest size, and not one byte more")
    @Clause("P-5.3")
    void fillsTheBound() {
      headers.put("ce-datacontenttype", "text/plain");
      byte[] payload = "\u0001\"é".getBytes(UTF_8);
      StreamMessage message = new StreamMessage(1, "a", Instant.EPOCH, headers, payload);
      int length = json(read(payload)).getBytes(UTF_8).length;
      assertThat(new EventReader(length).read(message)).isInstanceOf(Event.Accepted.class);
      assertThat(new EventReader(length - 1).read(message))
          .isEqualTo(new Event.Skipped(SkipCause.TOO_LARGE));
    }
  }

  @Nested
  @DisplayName("has its attributes decoded")
  class Attributes {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "plain                                      | plain",
          "Euro%20%E2%82%AC%20%F0%9F%98%80            | Euro € 😀",
          "%e2%82%ac                                  | €",
          "%41%7a%30                                  | Az0",
          "100%25                                     | 100%",
          "%2541                                      | %41",
          "a%22b%5Cc                                  | a\"b\\c",
          "\"quoted\"                                 | quoted",
          "\"a \\\"b\\\" \\\\ \\c\"                   | a \"b\" \\ c",
          "\"50%25 of\"                               | 50% of",
          "a \"b\" c                                  | a \"b\" c",
          "\"                                         | \"",
          "\"open                                     | \"open",
          "größe 日本 😀                               | größe 日本 😀",
          "%EF%BF%BD                                  | \uFFFD",
          "é%C3%A9                                    | éé",
          "a+b                                        | a+b",
          "\"\"                                       | ``",
          "``                                         | ``"
        })
    @DisplayName("from quotes and one round of percent-encoding")
    void decodes(String header, String value) {
      headers.put("ce-subject", header);
      assertThat(tree(new byte[0]).get("subject").textValue()).isEqualTo(value);
    }

    @Test
    @DisplayName("without the white space around a header")
    void trims() {
      headers.put("ce-subject", " \t a b \t ");
      assertThat(tree(new byte[0]).get("subject").textValue()).isEqualTo("a b");
      headers.put("ce-subject", "%20a%20");
      assertThat(tree(new byte[0]).get("subject").textValue()).isEqualTo(" a ");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "%",
          "%4",
          "a%",
          "%%",
          "%zz",
          "%4g",
          "%g4",
          "%-1",
          "%+1",
          "% 1",
          "%\uFF11\uFF11",
          "%u0041",
        })
    @DisplayName("and is no event where an escape is broken")
    @Clause("P-5.3")
    void refusesBrokenEscapes(String value) {
      headers.put("ce-subject", value);
      assertBad();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "%FF",
          "%C3",
          "%C3x",
          "%C3é",
          "%80",
          "%C0%A0", // overlong
          "%C0%80",
          "%E0%80%AF",
          "%ED%A0%80", // a surrogate
          "%ED%A0%BD%ED%B8%80",
          "%F4%90%80%80", // above U+10FFFF
          "%F8%88%80%80%80"
        })
    @DisplayName("and is no event where what was encoded is not UTF-8")
    @Clause("P-5.3")
    void refusesOtherBytes(String value) {
      headers.put("ce-subject", value);
      assertBad();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "%00",
          "%0A",
          "%0D%0A",
          "%1B[2J",
          "%7F",
          "%C2%80",
          "%C2%9B",
          "a\u0000b",
          "a\nb",
          "a\tb",
          "\u0085",
          "%EF%BF%BF",
          "%EF%B7%90",
          "%F0%9F%BF%BE",
          "\uFFFE",
          "\uD800",
          "\uDC00a",
          "x\uFFFDy",
          "\"a\\\""
        })
    @DisplayName("and is no event where a value holds what no attribute may")
    @Clause("P-5.3")
    void refusesForbiddenCharacters(String value) {
      headers.put("ce-subject", value);
      assertBad();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce-id", "ce-source", "ce-type"})
    @DisplayName("and is no event without the required ones")
    @Clause("P-5.3")
    void refusesMissing(String name) {
      headers.put(name, "");
      assertBad();
      headers.put(name, "\"\"");
      assertBad();
      headers.remove(name);
      assertBad();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.0.2", "0.3", "2.0", "1.1", "١.٠"})
    @DisplayName("and is no event of another version")
    @Clause("P-5.3")
    void refusesOtherVersions(String version) {
      headers.put("ce-specversion", version);
      assertBad();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "ce-",
          "ce-data",
          "CE-DATA",
          "ce-data_base64",
          "ce-my-extension",
          "ce-my_extension",
          "ce-\"",
          "ce-é",
          "ce-\u212Aey",
          "ce-a b",
          "ce-ID",
          "cE-type"
        })
    @DisplayName("and is no event where a name is not one, or comes twice")
    @Clause("P-5.3")
    void refusesNames(String name) {
      headers.put(name, "x");
      assertBad();
    }

    @Test
    @DisplayName("and is no event with two content types, or one that could break a line")
    @Clause("P-5.3")
    void refusesContentTypes() {
      headers.put("content-type", "text/plain\u0007");
      assertBad();
      headers.put("content-type", "text/plain");
      headers.put("Content-Type", "image/png");
      assertBad();
    }
  }

  @Test
  @DisplayName("never becomes anything but JSON, whatever its headers hold")
  void staysJson() {
    Random random = new Random(3);
    String[] pieces = {
      "%", "%2", "%22", "%5C", "%C3%A9", "\"", "\\", "é", "a", " ", "%0a", "\uD800"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder value = new StringBuilder();
      for (int n = random.nextInt(6); n > 0; n--) {
        value.append(pieces[random.nextInt(pieces.length)]);
      }
      headers.put("ce-subject", value.toString());
      if (read("1") instanceof Event.Accepted accepted) {
        assertThat(JacksonText.fault(accepted.json())).as(value.toString()).isNull();
      }
    }
  }
}
