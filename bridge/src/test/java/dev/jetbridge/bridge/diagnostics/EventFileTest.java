package dev.jetbridge.bridge.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.stream.BrokerEvent;
import dev.jetbridge.stream.BrokerEvent.Kind;
import dev.jetbridge.stream.BrokerEvent.Party;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The file of events")
class EventFileTest {
  @TempDir Path directory;

  private static Occurrence occurrence(int number) {
    return Occurrence.of(
        new BrokerEvent(
            Instant.EPOCH.plusSeconds(number),
            "jetbridge-tail",
            number,
            Kind.CONSUMER_LOST,
            Party.BROKER,
            "line\nbreak, \"quote\" and {} number " + number));
  }

  @Test
  @DisplayName("holds one JSON object a line, after those that were there")
  void lines() throws IOException {
    Path file = directory.resolve("new folder/events.json");
    for (int start = 0; start < 2; start++) {
      try (EventFile events = new EventFile(file, 1 << 20, 3)) {
        events.accept(occurrence(2 * start + 1));
        events.accept(occurrence(2 * start + 2));
      }
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4);
    JsonNode last = new ObjectMapper().readTree(lines.getLast());
    assertThat(last.path("time").asText()).isEqualTo("1970-01-01T00:00:04Z");
    assertThat(last.path("connection").asText()).isEqualTo("jetbridge-tail");
    assertThat(last.path("client").asInt()).isEqualTo(4);
    assertThat(last.path("kind").asText()).isEqualTo("consumer-lost");
    assertThat(last.path("party").asText()).isEqualTo("broker");
    assertThat(last.path("cause").asText()).isEqualTo("line\nbreak, \"quote\" and {} number 4");
  }

  @Test
  @DisplayName("is set aside when full, compressed, and no more are kept than wanted")
  void rotated() throws IOException {
    Path file = directory.resolve("events.json");
    for (int round = 0; round < 10; round++) {
      try (EventFile events = new EventFile(file, 16 << 10, 2)) {
        for (int number = 0; number < 200; number++) {
          events.accept(occurrence(round * 200 + number + 1));
        }
      }
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("events.json", "events.json.1.gz", "events.json.2.gz");
    }
    assertThat(Files.size(file)).isLessThan(32 << 10);
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(directory.resolve("events.json.1.gz")))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("{\"time\":");
    }
  }

  @Test
  @DisplayName("is refused where it cannot be written")
  void unwritable() {
    assertThatThrownBy(() -> new EventFile(directory, 1 << 20, 3)).isInstanceOf(IOException.class);
  }
}
