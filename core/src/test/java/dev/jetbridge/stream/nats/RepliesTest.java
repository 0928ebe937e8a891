package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamShape;
import dev.jetbridge.stream.StreamShape.Retention;
import dev.jetbridge.stream.StreamState;
import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A reply of the JetStream API")
class RepliesTest {
  private static final String CREATED = "2026-01-02T03:04:05.678901234Z";

  @Nested
  @DisplayName("on the stream")
  class OnStream {
    @Test
    @DisplayName("is read in all that a reader must know")
    void read() {
      StreamState state =
          StreamReply.read(
              reply(
                  """
                  {"type":"x","config":{"name":"S","subjects":["a.>","b"],"retention":"limits",
                   "max_age":3000000000,"num_replicas":3,"allow_direct":true,"future":{"x":[1]}},
                   "created":"%s","state":{"messages":7,"first_seq":4,"last_seq":10,
                   "last_ts":"2026-02-02T03:04:05.1Z"},"cluster":{"leader":"n1"}}
                  """
                      .formatted(CREATED)));

      assertThat(state)
          .isEqualTo(
              new StreamState(
                  "S",
                  Epoch.of("S", Instant.parse(CREATED)),
                  4,
                  10,
                  7,
                  Instant.parse("2026-02-02T03:04:05.1Z"),
                  new StreamShape(
                      Retention.LIMITS,
                      Duration.ofSeconds(3),
                      3,
                      false,
                      true,
                      List.of("a.>", "b"))));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "\"mirror\":{\"name\":\"O\"} | true",
          "\"sources\":[{\"name\":\"O\"}] | true",
          "\"sources\":[] | false",
          "\"mirror\":null | false"
        })
    @DisplayName("tells a mirror and a stream with sources")
    void derived(String config, boolean derived) {
      assertThat(StreamReply.read(stream(config + ",\"retention\":\"limits\"")).shape().derived())
          .isEqualTo(derived);
    }

    @ParameterizedTest
    @CsvSource({"limits,LIMITS", "interest,INTEREST", "workqueue,WORK_QUEUE"})
    @DisplayName("names the retention")
    void retention(String text, Retention retention) {
      assertThat(StreamReply.read(stream("\"retention\":\"" + text + "\"")).shape().retention())
          .isEqualTo(retention);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "not json",
          "{}",
          "[]",
          "{\"config\":{}}",
          "{\"config\":{\"name\":\"S\",\"retention\":\"limits\"},\"created\":\"yesterday\","
              + "\"state\":{\"messages\":0,\"first_seq\":0,\"last_seq\":0}}",
          "{\"config\":{\"name\":\"S\",\"retention\":\"new\"},\"created\":\"2026-01-02T03:04:05Z\","
              + "\"state\":{\"messages\":0,\"first_seq\":0,\"last_seq\":0}}"
        })
    @DisplayName("that is something else is refused as that")
    void strange(String text) {
      fails(Kind.REFUSED, () -> StreamReply.read(reply(text)));
    }

    private Message stream(String config) {
      return reply(
          ("{\"config\":{\"name\":\"S\",%s},\"created\":\"%s\",\"state\":"
                  + "{\"messages\":0,\"first_seq\":0,\"last_seq\":0,"
                  + "\"last_ts\":\"0001-01-01T00:00:00Z\"}}")
              .formatted(config, CREATED));
    }
  }

  @Nested
  @DisplayName("on one message")
  class OnMessage {
    @Test
    @DisplayName("is read for its time, past its payload")
    void time() {
      String data = "A".repeat(1_000_000);
      assertThat(
              MessageReply.time(
                  reply(
                      ("{\"type\":\"x\",\"message\":{\"subject\":\"a\",\"seq\":1,\"hdrs\":\"\","
                              + "\"data\":\"%s\",\"time\":\"%s\"}}")
                          .formatted(data, CREATED))))
          .contains(Instant.parse(CREATED));
    }

    @Test
    @DisplayName("that is not held is empty")
    void notHeld() {
      assertThat(MessageReply.time(error(404, 10037))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", "{}", "[]", "{\"message\":{}}", "{\"message\":{\"time\":\"x\"}}", "{\"a\":"})
    @DisplayName("that is something else is refused as that")
    void strange(String text) {
      fails(Kind.REFUSED, () -> MessageReply.time(reply(text)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404,10059,STREAM_MISSING",
    "404,10014,CONSUMER_LOST",
    "400,10026,CONSUMER_LIMIT",
    "400,10002,CONSUMER_LIMIT",
    "500,10028,CONSUMER_LIMIT",
    "503,10008,UNAVAILABLE",
    "500,10009,UNAVAILABLE",
    "503,10039,UNAVAILABLE",
    "400,10012,REFUSED",
    "500,0,REFUSED"
  })
  @DisplayName("with an error says what to do about it, and what the broker said")
  void errors(int status, int code, Kind kind) {
    fails(kind, () -> StreamReply.read(error(status, code)));
    fails(kind, () -> MessageReply.time(error(status, code)));
    assertThat(ApiReply.read(error(status, code)).failure().detail())
        .contains(Integer.toString(code), "because");
  }

  private static void fails(Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(StreamFailure.Failed.class)
        .satisfies(thrown -> assertThat(StreamFailure.of(thrown).kind()).isEqualTo(kind));
  }

  private static Message error(int status, int code) {
    return reply(
        "{\"error\":{\"code\":%d,\"err_code\":%d,\"description\":\"because\"}}"
            .formatted(status, code));
  }

  private static Message reply(String text) {
    return NatsMessage.builder().subject("_INBOX.1").data(text).build();
  }
}
