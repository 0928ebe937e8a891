package dev.jetbridge.client.follow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetbridge.client.FeedCursor;
import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Sequence;
import dev.jetbridge.stream.SubjectFilter;
import dev.jetbridge.stream.SubjectFilters;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cursor as the text of a cursor file: one JSON object, made to be read by people too. */
final class CursorText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private CursorText() {}

  static String render(FeedCursor cursor, String server) {
    ObjectNode node = JSON.createObjectNode();
    node.put("stream", cursor.stream());
    Epoch epoch = cursor.cursor().epoch();
    node.put("epoch", epoch == null ? null : epoch.value());
    node.put("seq", cursor.sequence());
    Instant at = cursor.cursor().at();
    node.put("time", at == null ? null : at.toString());
    SubjectFilters filter = cursor.filter();
    if (filter == null) {
      node.putNull("subjects");
    } else {
      ArrayNode subjects = node.putArray("subjects");
      filter.values().forEach(subjects::add);
    }
    node.put("server", server);
    return node + "\n";
  }

  /**
   * Reads a file's text.
   *
   * @throws IllegalArgumentException where the text is no cursor, with what was found and expected
   */
  static FeedCursor read(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (!node.isObject()) {
        throw new IllegalArgumentException("no JSON object found, expected one");
      }
      String epoch = optional(node, "epoch");
      String time = optional(node, "time");
      return new FeedCursor(
          stream(node),
          filter(node.path("subjects")),
          new Cursor(
              sequence(node.path("seq")),
              epoch == null ? null : new Epoch(epoch),
              time == null ? null : Instant.parse(time)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON found: " + e.getOriginalMessage(), e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("time found that is not RFC 3339", e);
    }
  }

  private static String stream(JsonNode node) {
    String stream = optional(node, "stream");
    if (stream == null || stream.isEmpty()) {
      throw new IllegalArgumentException("no stream found, expected its name");
    }
    return stream;
  }

  private static long sequence(JsonNode seq) {
    if (!seq.isIntegralNumber() || !seq.canConvertToLong()) {
      throw new IllegalArgumentException("seq '" + seq + "' found, expected 0 to " + Sequence.MAX);
    }
    return Sequence.require(seq.asLong());
  }

  private static @Nullable SubjectFilters filter(JsonNode subjects) {
    if (subjects.isNull()) {
      return null;
    }
    if (!subjects.isArray()) {
      throw new IllegalArgumentException(
          "subjects '" + subjects + "' found, expected null or a list");
    }
    List<SubjectFilter> filters = new ArrayList<>();
    subjects.forEach(subject -> filters.add(new SubjectFilter(subject.asText())));
    return new SubjectFilters(filters);
  }

  private static @Nullable String optional(JsonNode node, String member) {
    JsonNode value = node.path(member);
    if (value.isMissingNode() || !(value.isNull() || value.isTextual())) {
      throw new IllegalArgumentException(
          member + " '" + value + "' found, expected a string or null");
    }
    return value.isNull() ? null : value.asText();
  }
}
