package dev.jetbridge.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Sequence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads control messages: those with a {@code type}. They are few, so they are read as trees. */
final class ControlDecoder {
  /** What a server that does not say is taken to have (P-6.2). */
  private static final double DEFAULT_BOOKMARK_SECONDS = 15;

  private static final double MAX_BOOKMARK_SECONDS = 3600;
  private static final double MILLIS = 1000;
  private static final long MAX_GOAWAY_MILLIS = 3_600_000;
  private static final String CURSOR_PROBLEMS = "/problems/";

  private final ObjectMapper json;

  ControlDecoder(JsonFactory factory) {
    json = new ObjectMapper(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  Message decode(String frame) throws JsonProcessingException {
    JsonNode node = json.readTree(frame);
    String type = text(node, "type");
    return switch (type) {
      case "hello" -> hello(node);
      case "caught_up" -> new Message.CaughtUp(sequence(node, "seq"), time(node, "time"));
      case "bookmark" -> new Message.Mark(sequence(node, "seq"), time(node, "time"));
      case "snapshot_begin" ->
          new SnapshotBegin(sequence(node, "cursor"), sequence(node, "count"), frame);
      case "snapshot_end" -> new Message.StateTold(sequence(node, "cursor"), frame);
      case "skipped" ->
          new Message.PassedOver(
              new Skipped(sequence(node, "seq"), text(node, "subject"), text(node, "cause")));
      case "upstream" -> upstream(node);
      case "goaway" -> new Message.GoAway(delay(node));
      default -> type.startsWith(CURSOR_PROBLEMS) ? problem(type, node) : new Message.Unknown(type);
    };
  }

  private static Hello hello(JsonNode node) {
    List<String> subjects = new ArrayList<>();
    node.path("subjects").forEach(subject -> subjects.add(subject.asText()));
    double interval = node.path("bookmark_seconds").asDouble(DEFAULT_BOOKMARK_SECONDS);
    return new Hello(
        text(node, "stream"),
        epoch(text(node, "epoch")),
        subjects,
        optionalSequence(node, "oldest_seq"),
        sequence(node, "newest_seq"),
        sequence(node, "cursor"),
        time(node, "time"),
        Duration.ofMillis((long) (Math.clamp(interval, 1, MAX_BOOKMARK_SECONDS) * MILLIS)),
        node.path("session").asText(""));
  }

  private static Message upstream(JsonNode node) {
    String state = text(node, "state");
    return switch (state) {
      case "up" -> new Message.UpstreamChange(new Upstream(true, time(node, "since")));
      case "down" -> new Message.UpstreamChange(new Upstream(false, time(node, "since")));
      default -> throw new ContractBreach("state '" + state + "' found, expected up or down");
    };
  }

  private static Duration delay(JsonNode node) {
    long millis = node.path("reconnect_after_ms").asLong(0);
    return Duration.ofMillis(Math.clamp(millis, 0, MAX_GOAWAY_MILLIS));
  }

  private static Message problem(String type, JsonNode node) {
    JsonNode epoch = node.path("epoch");
    JsonNode detail = node.path("detail");
    return new Message.CursorProblem(
        new Problem(
            type, node.path("title").asText(type), detail.isTextual() ? detail.asText() : null),
        optionalSequence(node, "oldest_seq"),
        epoch.isTextual() ? epoch(epoch.asText()) : null);
  }

  private static Epoch epoch(String text) {
    return Epoch.parse(text)
        .orElseThrow(() ->
            new ContractBreach("epoch '" + text + "' found, expected 1 to 64 of [0-9A-Za-z_-]"));
  }

  private static String text(JsonNode node, String member) {
    JsonNode value = node.path(member);
    if (!value.isTextual()) {
      throw new ContractBreach(
          member + " '" + excerpt(value) + "' found, expected a string: " + excerpt(node));
    }
    return value.asText();
  }

  private static @Nullable Instant time(JsonNode node, String member) {
    JsonNode value = node.path(member);
    return value.isMissingNode() || value.isNull() ? null : BrokerTime.decode(text(node, member));
  }

  private static @Nullable Long optionalSequence(JsonNode node, String member) {
    JsonNode value = node.path(member);
    return value.isMissingNode() || value.isNull() ? null : sequence(node, member);
  }

  private static long sequence(JsonNode node, String member) {
    JsonNode value = node.path(member);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < Sequence.NONE
        || value.asLong() > Sequence.MAX) {
      throw new ContractBreach(
          "%s '%s' found, expected 0 to %d: %s"
              .formatted(member, excerpt(value), Sequence.MAX, excerpt(node)));
    }
    return value.asLong();
  }

  private static String excerpt(JsonNode node) {
    return MessageDecoder.excerpt(node.toString());
  }
}
