package dev.jetbridge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Message;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The events of a history")
class EventMessageTest {
  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.123456789Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<History.Entry> entries =
      Stream.generate(new History(21)::next).limit(2_000).toList();

  @Test
  @DisplayName("are valid CloudEvents 1.0 in either content mode, with ids of their own")
  void valid() {
    Set<String> ids = new HashSet<>();
    for (History.Entry entry : entries) {
      Map<String, String> attributes = attributes(message(entry));
      assertThat(attributes.keySet()).allMatch(name -> name.matches("[a-z0-9]{1,20}"));
      assertThat(attributes).containsEntry("specversion", "1.0");
      assertThat(attributes).containsEntry("datacontenttype", "application/json");
      assertThat(attributes.get("type")).matches("dev\\.cellos\\.[a-z]+\\.[a-z]+");
      assertThat(attributes.get("subject")).isEqualTo(entry.happening().subject());
      assertThat(URI.create(attributes.get("source")).getPath()).startsWith("/cellos/");
      assertThat(OffsetDateTime.parse(attributes.get("time")).toInstant()).isEqualTo(TIME);
      assertThat(ids.add(attributes.get("id"))).as("%s is new", attributes).isTrue();
    }
  }

  @Test
  @DisplayName("say the same in binary mode as the structured event would")
  void sameInBinaryMode() {
    for (History.Entry entry : entries) {
      Map<String, String> expected =
          new TreeMap<>(CloudEvent.of(entry.id(), TIME, entry.happening()).attributes());
      expected.put("datacontenttype", "application/json");
      Message message = message(entry);
      assertThat(attributes(message)).isEqualTo(expected);
      assertThat(data(message)).isEqualTo(entry.happening().data());
    }
  }

  @Test
  @DisplayName("are partly in binary mode, with what is beyond ASCII in their headers")
  void binaryShare() {
    List<Message> binary =
        entries.stream().map(EventMessageTest::message).filter(EventMessageTest::isBinary).toList();
    assertThat(binary).hasSizeBetween(entries.size() / 10, entries.size() / 2);
    assertThat(binary)
        .extracting(message -> message.getHeaders().getFirst("ce-site"))
        .contains("Z%C3%BCrich%203", "Malm%C3%B6%202");
  }

  @Test
  @DisplayName("go to the subject of their tenant and kind")
  void subjects() {
    Set<String> subjects = new HashSet<>();
    entries.forEach(entry -> subjects.add(message(entry).getSubject()));
    assertThat(subjects).hasSize(36).contains("cellos.events.acme.cell");
  }

  @Test
  @DisplayName("have header values percent-encoded as the NATS binding says")
  void encoding() {
    assertThat(EventMessage.encode("Euro € 😀")).isEqualTo("Euro%20%E2%82%AC%20%F0%9F%98%80");
    assertThat(EventMessage.encode("100% \"safe\"")).isEqualTo("100%25%20%22safe%22");
    assertThat(EventMessage.encode("/cellos/nodes/node-01")).isEqualTo("/cellos/nodes/node-01");
  }

  private static Message message(History.Entry entry) {
    return EventMessage.of("cellos.events", entry.id(), TIME, entry.happening());
  }

  private static boolean isBinary(Message message) {
    return !message.getHeaders().containsKey("Content-Type");
  }

  /** Reads the attributes in either mode, independently of the code that wrote them. */
  private static Map<String, String> attributes(Message message) {
    Map<String, String> attributes = new TreeMap<>();
    if (isBinary(message)) {
      for (Map.Entry<String, List<String>> header : message.getHeaders().entrySet()) {
        assertThat(header.getKey()).startsWith("ce-");
        assertThat(header.getValue()).hasSize(1).allMatch(value -> value.matches("[!-~]+"));
        attributes.put(
            header.getKey().substring(3),
            URLDecoder.decode(
                header.getValue().getFirst().replace("+", "%2B"), StandardCharsets.UTF_8));
      }
    } else {
      assertThat(message.getHeaders().getFirst("Content-Type"))
          .isEqualTo("application/cloudevents+json");
      for (Map.Entry<String, JsonNode> member : read(message).properties()) {
        if (!member.getKey().equals("data")) {
          assertThat(member.getValue().isTextual()).isTrue();
          attributes.put(member.getKey(), member.getValue().textValue());
        }
      }
    }
    return attributes;
  }

  private static JsonNode data(Message message) {
    return isBinary(message) ? read(message) : read(message).path("data");
  }

  private static JsonNode read(Message message) {
    try {
      return JSON.readTree(message.getData());
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + message, e);
    }
  }
}
