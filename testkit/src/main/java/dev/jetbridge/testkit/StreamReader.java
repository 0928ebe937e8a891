package dev.jetbridge.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The plainest way to read a stream whole: one {@code STREAM.MSG.GET} for each sequence from first
 * to last (JetStream ADR-1). It makes no consumer, so that it disturbs nothing and shares no code
 * and no assumption with what it is to judge.
 */
final class StreamReader {
  private static final int IN_FLIGHT = 512;
  private static final int NO_MESSAGE_FOUND = 10037;

  private StreamReader() {}

  /** Every message that {@code stream} holds, by sequence. */
  static List<StoredMessage> readAll(Connection connection, String stream) {
    JsonNode state = JetStreamApi.request(connection, "STREAM.INFO." + stream, "").path("state");
    long first = Math.max(1, state.path("first_seq").asLong());
    long last = state.path("last_seq").asLong();
    List<StoredMessage> messages = new ArrayList<>();
    Queue<CompletableFuture<Message>> asked = new ArrayDeque<>();
    for (long seq = first; seq <= last || !asked.isEmpty(); seq++) {
      if (seq <= last) {
        asked.add(
            JetStreamApi.ask(connection, "STREAM.MSG.GET." + stream, "{\"seq\":" + seq + "}"));
      }
      if (asked.size() == IN_FLIGHT || seq >= last) {
        StoredMessage message = parse(JetStreamApi.answer(asked.remove()));
        if (message != null) {
          messages.add(message);
        }
      }
    }
    return messages;
  }

  private static @Nullable StoredMessage parse(JsonNode answer) {
    if (answer.has("error")) {
      if (answer.path("error").path("err_code").asInt() == NO_MESSAGE_FOUND) {
        return null;
      }
      throw new IllegalStateException("cannot read a stream: " + answer);
    }
    JsonNode message = answer.path("message");
    return new StoredMessage(
        message.path("seq").asLong(),
        message.path("subject").asText(),
        Instant.parse(message.path("time").asText()),
        Base64.getDecoder().decode(message.path("hdrs").asText("")),
        Base64.getDecoder().decode(message.path("data").asText("")));
  }
}
