package dev.jetbridge.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetbridge.stream.StreamMessage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a state should be, by reading everything again from the start with trees and maps: shares no
 * code with the fold but the words of its settings.
 */
final class NaiveState {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What should be held for a key. */
  record Held(long sequence, String subject, @Nullable JsonNode value) {}

  private NaiveState() {}

  static Map<String, Held> after(Projection projection, List<StreamMessage> all, long position) {
    Map<String, Held> state = new TreeMap<>();
    for (StreamMessage message : all) {
      if (message.sequence() <= position && projection.scope().matches(message.subject())) {
        apply(projection, state, message);
      }
    }
    return state;
  }

  static Map<String, Held> of(Version version) {
    Map<String, Held> state = new TreeMap<>();
    Walk walk = version.walk();
    for (Item item = walk.next(); item != null; item = walk.next()) {
      Held before =
          state.put(item.key(), new Held(item.sequence(), item.subject(), parsed(item.value())));
      if (before != null) {
        throw new AssertionError("key " + item.key() + " found twice in " + version.label());
      }
    }
    return state;
  }

  private static void apply(Projection projection, Map<String, Held> state, StreamMessage message) {
    JsonNode event = parsed(message.payload());
    if (event == null) {
      return;
    }
    String key = key(projection.key(), message, event);
    if (key == null) {
      return;
    }
    if (deletes(projection.deletion(), event)) {
      state.remove(key);
      return;
    }
    JsonNode value = event;
    if (projection.reduction() == Reduction.MERGE) {
      if (!event.has("data")) {
        return;
      }
      Held held = state.get(key);
      value = merged(held == null ? null : held.value(), event.get("data"));
    }
    state.put(key, new Held(message.sequence(), message.subject(), value));
  }

  private static @Nullable String key(KeyRule rule, StreamMessage message, JsonNode event) {
    return switch (rule) {
      case KeyRule.Subject() -> message.subject();
      case KeyRule.Source() -> text(event.get("source"));
      case KeyRule.EventSubject() -> text(event.get("subject"));
      case KeyRule.SourceAndSubject() -> {
        String source = text(event.get("source"));
        String subject = text(event.get("subject"));
        yield source == null || subject == null || source.contains(" ")
            ? null
            : source + " " + subject;
      }
      case KeyRule.At(JsonPointer pointer) -> {
        JsonNode at = event.at(pointer.text());
        yield at.isMissingNode() || at.isContainerNode() || at.isNull() || at.asText().isEmpty()
            ? null
            : at.asText();
      }
    };
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null || !node.isTextual() || node.textValue().isEmpty()
        ? null
        : node.textValue();
  }

  private static boolean deletes(Deletion deletion, JsonNode event) {
    JsonNode data = event.get("data");
    String type = event.path("type").asText();
    return (deletion.nullData() && data != null && data.isNull())
        || deletion.types().stream()
            .anyMatch(p -> type.matches(p.value().replace(".", "\\.").replace("*", ".*")));
  }

  /** RFC 7396 §2, line by line. */
  static JsonNode merged(@Nullable JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode result =
        target != null && target.isObject() ? target.deepCopy() : JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      if (member.getValue().isNull()) {
        result.remove(member.getKey());
      } else {
        result.set(member.getKey(), merged(result.get(member.getKey()), member.getValue()));
      }
    }
    return result;
  }

  private static @Nullable JsonNode parsed(byte[] json) {
    try {
      return JSON.readTree(new String(json, java.nio.charset.StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
