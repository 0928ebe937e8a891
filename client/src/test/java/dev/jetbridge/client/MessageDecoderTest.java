package dev.jetbridge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.testkit.Clause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A message of the server")
class MessageDecoderTest {
  private static final Lineage LINEAGE = new Lineage("EVENTS", new Epoch("e1"), null);
  private final MessageDecoder decoder = new MessageDecoder();

  @Nested
  @DisplayName("that is an event")
  class AnEvent {
    @ParameterizedTest(name = "{0}")
    @Clause("P-5.1")
    @DisplayName("has its value cut out exactly as it was sent")
    @ValueSource(
        strings = {
          "{}",
          "[]",
          "\"\"",
          "0",
          "-1.5e-7",
          "1E400",
          "true",
          "null",
          "\"a \\\" \\\\ } ] , \\ud800 \\u0000 \u00e9 \u4e16 \ud83d\ude00\"",
          "{ \"seq\" : 9, \"type\" : \"inner\", \"event\" : [ {} , [ ] ],\n\t\"a\":1.10 }",
          "{\"a\":1,\"a\":2}",
          "[1 ,\r\n 2]",
          "{\"\\ud800\":1}",
          "[\"\\udc00\"]",
          "{\"\\udc00\\ud800\":{\"\\ud83d\":[]}}",
          " \t\r\n{\"a\":1}\r\n\t ",
          " 1.0 ",
          "\n\"a\"\n"
        })
    void keepsItsBytes(String value) {
      FeedEvent event = event(Frames.event(7, value));
      assertThat(event.json()).isEqualTo(value);
      assertThat(event.bytes()).isEqualTo(value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("leaves no name behind: an endless feed has ever new ones")
    void namesAreNotKept() throws IOException {
      String once = firstName("{\"never seen before\":1}");
      assertThat(firstName("{\"never seen before\":1}")).isEqualTo(once).isNotSameAs(once);
    }

    private static String firstName(String json) throws IOException {
      try (JsonParser parser = MessageDecoder.JSON.createParser(json)) {
        assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
        return parser.nextFieldName();
      }
    }

    @ParameterizedTest(name = "of {0} bytes")
    @DisplayName("may be long, and its numbers and strings too")
    @ValueSource(ints = {40_000, 2_000_000, 25_000_000})
    void long_(int length) {
      String value = "[\"" + "x".repeat(length) + "\"," + "9".repeat(length / 10) + "]";
      assertThat(event(Frames.event(7, value)).json()).isEqualTo(value);
    }

    @Test
    @Clause("P-6.7")
    @DisplayName("may have its members in any order, white space between them, and others beside")
    void anyOrder() {
      FeedEvent event =
          event(
              """
              { "future": {"type": [1]}, "event" : {"x": 1} , "time":"2026-01-02T03:04:05.678Z",
                "more": "text", "subject":"a.b", "seq" : 12 }\
              """);
      assertThat(event.json()).isEqualTo(" {\"x\": 1} ");
      assertThat(event.sequence()).isEqualTo(12);
      assertThat(event.subject()).isEqualTo("a.b");
      assertThat(event.time()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
    }

    @Test
    @Clause("P-6.1")
    @DisplayName("gives a cursor with its sequence, its epoch and its time")
    void cursor() {
      assertThat(event(Frames.event(7)).cursor())
          .isEqualTo(LINEAGE.cursor(7, Instant.parse(Frames.time(7))));
    }

    private FeedEvent event(String frame) {
      return (FeedEvent) decoder.decode(frame, LINEAGE);
    }
  }

  @Nested
  @DisplayName("that breaks the contract")
  class Broken {
    @ParameterizedTest(name = "[{index}] {0}")
    @DisplayName("is a breach that says what was found")
    @ValueSource(
        strings = {
          "",
          "garbage",
          "[]",
          "1",
          "{",
          "{}",
          "{}{}",
          "{\"seq\":1}",
          "{\"seq\":1,\"subject\":\"a\",\"time\":\"2026-01-02T03:04:05Z\"}",
          "{\"seq\":\"1\",\"subject\":\"a\",\"time\":\"2026-01-02T03:04:05Z\",\"event\":1}",
          "{\"seq\":0,\"subject\":\"a\",\"time\":\"2026-01-02T03:04:05Z\",\"event\":1}",
          "{\"seq\":1.0,\"subject\":\"a\",\"time\":\"2026-01-02T03:04:05Z\",\"event\":1}",
          "{\"seq\":9007199254740992,\"subject\":\"a\",\"time\":\"2026-01-02T03:04:05Z\",\"event\":1}",
          "{\"seq\":99999999999999999999,\"subject\":\"a\",\"time\":\"2026-01-02T03:04:05Z\",\"event\":1}",
          "{\"seq\":1,\"subject\":7,\"time\":\"2026-01-02T03:04:05Z\",\"event\":1}",
          "{\"seq\":1,\"subject\":\"a\",\"time\":\"yesterday\",\"event\":1}",
          "{\"seq\":1,\"subject\":\"a\",\"time\":\"2026-01-02T03:04:05Z\",\"event\":}",
          "{\"seq\":1,\"subject\":\"a\",\"time\":\"2026-01-02T03:04:05Z\",\"event\":{\"a\":1}",
          "{\"seq\":1,\"subject\":\"a\",\"time\":\"2026-01-02T03:04:05Z\",\"event\":01}",
          "{\"type\":7}",
          "{\"type\":\"bookmark\"}",
          "{\"type\":\"bookmark\",\"seq\":-1}",
          "{\"type\":\"bookmark\",\"seq\":1} {}",
          "{\"type\":\"hello\",\"stream\":\"S\",\"epoch\":\"not an epoch\",\"newest_seq\":1,\"cursor\":1}",
          "{\"type\":\"upstream\",\"state\":\"sideways\"}"
        })
    void isABreach(String frame) {
      assertThatThrownBy(() -> decoder.decode(frame, LINEAGE))
          .isInstanceOf(ContractBreach.class)
          .hasMessageContaining("found");
    }

    @Test
    @DisplayName("is shown by its beginning alone")
    void excerpt() {
      String long_ = "x".repeat(1_000_000);
      assertThatThrownBy(() -> decoder.decode(long_, LINEAGE)).message().hasSizeLessThan(500);
      String frame = "{\"type\":\"bookmark\",\"seq\":\"" + long_ + "\"}";
      assertThatThrownBy(() -> decoder.decode(frame, LINEAGE))
          .message()
          .contains("expected 0 to")
          .hasSizeLessThan(500);
    }

    @Test
    @Clause("P-6.2")
    @DisplayName("may be an event before hello")
    void beforeHello() {
      assertThatThrownBy(() -> decoder.decode(Frames.event(1), null)).hasMessageContaining("hello");
    }
  }

  @Nested
  @DisplayName("with a type")
  class Control {
    @Test
    @Clause("P-6.2")
    @DisplayName("hello says what is followed and from where")
    void hello() {
      assertThat(
              decoder.decode(
                  """
                  {"type":"hello","stream":"S","epoch":"e1","subjects":["a.>","b"],"oldest_seq":3,
                   "newest_seq":9,"cursor":5,"time":"2026-01-02T03:04:05.000000006Z",
                   "heartbeat_seconds":25,"bookmark_seconds":7.5,"session":"x"}\
                  """,
                  null))
          .isEqualTo(
              new Hello(
                  "S",
                  new Epoch("e1"),
                  List.of("a.>", "b"),
                  3L,
                  9,
                  5,
                  Instant.parse("2026-01-02T03:04:05.000000006Z"),
                  Duration.ofMillis(7500),
                  "x"));
    }

    @Test
    @Clause("P-6.2")
    @DisplayName("hello of an empty stream has no oldest sequence; absurd intervals are bounded")
    void bareHello() {
      Hello hello =
          (Hello)
              decoder.decode(
                  """
                  {"type":"hello","stream":"S","epoch":"e1","subjects":[],"oldest_seq":null,
                   "newest_seq":0,"cursor":0,"bookmark_seconds":0}\
                  """,
                  null);
      assertThat(hello.oldest()).isNull();
      assertThat(hello.time()).isNull();
      assertThat(hello.bookmarkInterval()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    @Clause({"P-6.3", "P-6.4", "P-6.5", "P-6.6", "P-5.3"})
    @DisplayName("says one thing each, wherever the type stands")
    void others() {
      assertThat(decoder.decode("{\"seq\":4,\"type\":\"caught_up\"}", null))
          .isEqualTo(new Message.CaughtUp(4, null));
      assertThat(decoder.decode(Frames.bookmark(4), null))
          .isEqualTo(new Message.Mark(4, Instant.parse(Frames.time(4))));
      assertThat(decoder.decode(Frames.skipped(4), null))
          .isEqualTo(new Message.PassedOver(new Skipped(4, "orders.a", "not-json")));
      assertThat(decoder.decode("{\"type\":\"upstream\",\"state\":\"down\"}", null))
          .isEqualTo(new Message.UpstreamChange(new Upstream(false, null)));
      assertThat(decoder.decode(Frames.goAway(1500), null))
          .isEqualTo(new Message.GoAway(Duration.ofMillis(1500)));
    }

    @Test
    @Clause("P-4.2")
    @DisplayName("names the reason of a close with 4410")
    void problem() {
      assertThat(decoder.decode(Frames.gone(40), null))
          .isEqualTo(
              new Message.CursorProblem(
                  new Problem(
                      "/problems/ws/retention-exhausted",
                      "Cursor older than stream retention",
                      null),
                  40L,
                  new Epoch(Frames.EPOCH)));
    }

    @Test
    @Clause("P-6.7")
    @DisplayName("is told apart when unknown")
    void unknown() {
      assertThat(decoder.decode("{\"type\":\"weather\",\"seq\":\"?\"}", null))
          .isEqualTo(new Message.Unknown("weather"));
    }
  }
}
