package dev.jetbridge.loadtest.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The messages of a {@code {"seq":N,"event":...}} feed, and of {@code jetbridge.v1}. */
final class EnvelopeConversation implements Conversation {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROBLEMS = "/problems/";

  private final FeedSink sink;
  private final boolean controlled;
  private final MessageScanner scanner = new MessageScanner();

  /**
   * @param controlled whether there are control messages
   */
  EnvelopeConversation(FeedSink sink, boolean controlled) {
    this.sink = sink;
    this.controlled = controlled;
  }

  @Override
  public void text(byte[] bytes, int offset, int length) {
    if (!scanner.scan(bytes, offset, length)) {
      sink.broken("a message that is no JSON object");
    } else if (scanner.hasType()) {
      control(bytes, offset, length);
    } else if (scanner.isEvent()) {
      sink.event(
          scanner.seq(),
          bytes,
          scanner.eventOffset(),
          scanner.eventLength(),
          scanner.timeOffset(),
          scanner.timeLength());
    } else {
      sink.broken("a message without type that has no seq or no event");
    }
  }

  @Override
  public void binary(byte[] bytes, int offset, int length) {
    sink.broken("a binary message");
  }

  private void control(byte[] bytes, int offset, int length) {
    JsonNode message;
    try {
      message = JSON.readTree(bytes, offset, length);
    } catch (JsonProcessingException e) {
      sink.broken("a control message that is no JSON: " + e.getOriginalMessage());
      return;
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
    String type = message.path("type").asText();
    if (type.startsWith(PROBLEMS)) {
      sink.gone(type);
      return;
    }
    if (!controlled) {
      sink.broken("a control message of type '%s' on a plain feed".formatted(type));
      return;
    }
    switch (type) {
      case "hello" ->
          sink.startsAfter(
              message.path("cursor").asLong(), text(message, "epoch"), text(message, "time"));
      case "bookmark", "caught_up" ->
          sink.covered(message.path("seq").asLong(), text(message, "time"));
      case "goaway" -> sink.goaway(message.path("reconnect_after_ms").asLong());
      default -> {
        // Unknown types are to be passed over, and skipped events show as lost.
      }
    }
  }

  private static @Nullable String text(JsonNode message, String member) {
    JsonNode value = message.path(member);
    return value.isTextual() ? value.textValue() : null;
  }
}
