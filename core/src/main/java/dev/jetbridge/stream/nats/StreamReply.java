package dev.jetbridge.stream.nats;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamShape;
import dev.jetbridge.stream.StreamShape.Retention;
import dev.jetbridge.stream.StreamState;
import io.nats.client.Message;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the reply to {@code $JS.API.STREAM.INFO.<stream>} (nats-server's {@code StreamInfo}). */
final class StreamReply {
  private StreamReply() {}

  /**
   * @throws StreamFailure.Failed where it is an error, or not what it should be
   */
  static StreamState read(Message message) {
    JsonNode body = ApiReply.read(message).orThrow().body();
    try {
      JsonNode config = required(body, "config");
      JsonNode state = required(body, "state");
      String name = required(config, "name").asText();
      long messages = required(state, "messages").asLong();
      return new StreamState(
          name,
          Epoch.of(name, Instant.parse(required(body, "created").asText())),
          required(state, "first_seq").asLong(),
          required(state, "last_seq").asLong(),
          messages,
          messages == 0 ? null : time(state.path("last_ts").asText()),
          shape(config));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new StreamFailure.Failed(
          new StreamFailure(Kind.REFUSED, "stream info not understood: " + e.getMessage()));
    }
  }

  private static StreamShape shape(JsonNode config) {
    List<String> subjects = new ArrayList<>();
    config.path("subjects").forEach(subject -> subjects.add(subject.asText()));
    return new StreamShape(
        retention(config.path("retention").asText()),
        Duration.ofNanos(config.path("max_age").asLong()),
        Math.max(1, config.path("num_replicas").asInt()),
        config.hasNonNull("mirror") || !config.path("sources").isEmpty(),
        config.path("allow_direct").asBoolean(),
        subjects);
  }

  private static Retention retention(String text) {
    return switch (text) {
      case "limits" -> Retention.LIMITS;
      case "interest" -> Retention.INTEREST;
      case "workqueue" -> Retention.WORK_QUEUE;
      default ->
          throw new IllegalArgumentException(
              "retention '" + text + "' found, expected limits, interest or workqueue");
    };
  }

  /** The broker writes the year 1 for no time. */
  private static @Nullable Instant time(String text) {
    Instant time = Instant.parse(text);
    return time.isBefore(Instant.EPOCH) ? null : time;
  }

  private static JsonNode required(JsonNode node, String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no '" + name + "' found, expected one");
    }
    return value;
  }
}
