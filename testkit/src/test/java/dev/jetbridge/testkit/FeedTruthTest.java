package dev.jetbridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The check of a feed against its stream")
class FeedTruthTest {
  private static final FeedTruth TRUTH =
      FeedTruth.of(List.of(stored(1, "a.x"), stored(2, "b.x"), stored(4, "a.y"), stored(7, "a.x")));

  @Test
  @DisplayName("passes all that was due, by cursor and filter")
  void passes() {
    TRUTH.assertDelivered(feed(1, 2, 4, 7));
    TRUTH.after(1).matching("a.*", "c.>").assertDelivered(feed(4, 7));
    TRUTH.upTo(2).assertDelivered(feed(1, 2));
    TRUTH.assertBegins(feed(1, 2));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'1,2,7', gap",
    "'2,4,7', gap",
    "'1,2,2,4,7', repeat",
    "'1,2,4,2,7', disorder",
    "'1,2,3,4,7', not to be delivered",
    "'1,2,4,7,8', not to be delivered",
    "'1,2,4', lost: 1 of 4",
    "'', lost: 4 of 4",
  })
  @DisplayName("tells apart what can go wrong")
  void fails(String delivered, String complaint) {
    int[] sequences =
        delivered.isEmpty()
            ? new int[0]
            : List.of(delivered.split(",")).stream().mapToInt(Integer::parseInt).toArray();
    assertThatThrownBy(() -> TRUTH.assertDelivered(feed(sequences)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(complaint);
  }

  @Test
  @DisplayName("compares bytes, all but the space around the value")
  void bytes() {
    FeedTruth one = FeedTruth.of(List.of(stored(1, "a", " {\"n\": 1.0}\n")));
    one.assertDelivered(List.of(event("{\"seq\":1,\"event\": {\"n\": 1.0}}")));
    for (String changed : List.of("{\"n\":1.0}", "{\"n\": 1}", "{\"n\": 1.0 }")) {
      FeedEvent event = event("{\"seq\":1,\"event\":" + changed + "}");
      assertThatThrownBy(() -> one.assertDelivered(List.of(event)))
          .hasMessageContaining("wrong bytes");
    }
  }

  @Test
  @DisplayName("cuts the value out untouched, wherever it stands")
  void cut() {
    assertThat(cut("{\"seq\":1,\"event\":{\"event\":\"}\\\\\\\"{\",\"a\":[1,{}]}}"))
        .isEqualTo("{\"event\":\"}\\\\\\\"{\",\"a\":[1,{}]}");
    assertThat(cut("{ \"event\" : -1.50 , \"x\":[\",\"]}")).isEqualTo(" -1.50 ");
    assertThat(cut("{\"x\":{\"event\":1},\"event\":\":,\"}")).isEqualTo("\":,\"");
    assertThat(JsonMember.cut("{\"x\":\"event\"}".getBytes(StandardCharsets.UTF_8), "event"))
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "a.b, a.b, true",
    "a.b, a.c, false",
    "a.*, a.b, true",
    "a.*, a.b.c, false",
    "a.*, a, false",
    "*.b, a.b, true",
    ">, a, true",
    "a.>, a.b.c, true",
    "a.>, a, false",
    "*.>, a.b, true",
    "a, a.b, false",
  })
  @DisplayName("knows the wildcards of NATS")
  void wildcards(String filter, String subject, boolean matches) {
    assertThat(Wildcards.matches(filter, subject)).isEqualTo(matches);
  }

  private static String cut(String object) {
    return new String(
        Objects.requireNonNull(JsonMember.cut(object.getBytes(StandardCharsets.UTF_8), "event")),
        StandardCharsets.UTF_8);
  }

  private static StoredMessage stored(long seq, String subject) {
    return stored(seq, subject, "{\"n\":%d}".formatted(seq));
  }

  private static StoredMessage stored(long seq, String subject, String payload) {
    return new StoredMessage(
        seq, subject, null, new byte[0], payload.getBytes(StandardCharsets.UTF_8));
  }

  private static List<FeedEvent> feed(int... sequences) {
    List<FeedEvent> events = new ArrayList<>();
    for (int seq : sequences) {
      events.add(event("{\"seq\":%d,\"event\":{\"n\":%d}}".formatted(seq, seq)));
    }
    return events;
  }

  private static FeedEvent event(String message) {
    try {
      byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
      return new FeedEvent(
          new ObjectMapper().readTree(bytes),
          Objects.requireNonNull(JsonMember.cut(bytes, "event")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
