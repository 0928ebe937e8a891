package dev.jetbridge.bridge.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.bridge.log.LogLines;
import dev.jetbridge.stream.BrokerEvent;
import dev.jetbridge.stream.BrokerEvent.Kind;
import dev.jetbridge.stream.BrokerEvent.Party;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The file of events")
class EventFileTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern COUNT = Pattern.compile("(\\d+) were left out");

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
  @DisplayName("is refused where it, or what is to be set aside beside it, cannot be written")
  void unwritable() {
    for (Path file : List.of(directory, Path.of("/proc/events.json"))) {
      assertThatThrownBy(() -> new EventFile(file, 1 << 20, 3)).isInstanceOf(IOException.class);
    }
  }

  @Nested
  @DisplayName("tells the log")
  class Tells {
    @Test
    @DisplayName("that the disk is full")
    void fullDisk() throws IOException {
      Path full = Path.of("/dev/full");
      assumeThat(Files.exists(full)).as("a device that is always full").isTrue();
      Path file = Files.createSymbolicLink(directory.resolve("events.json"), full);
      try (LogLines log = LogLines.of(EventFile.class.getName());
          EventFile events = new EventFile(file, 1 << 20, 3)) {
        events.accept(occurrence(1));
        await("the word of it")
            .atMost(SOON)
            .untilAsserted(() ->
                assertThat(log.from(Level.WARN))
                    .anyMatch(line -> line.startsWith("The file of events: IO failure")));
      }
    }

    @Test
    @DisplayName("that what is full cannot be set aside")
    void inTheWay() throws IOException {
      Files.createDirectories(directory.resolve("events.json.1.gz/something"));
      try (LogLines log = LogLines.of(EventFile.class.getName());
          EventFile events = new EventFile(directory.resolve("events.json"), 16 << 10, 1)) {
        for (int number = 1; number <= 200; number++) {
          events.accept(occurrence(number));
        }
        await("the word of it")
            .atMost(SOON)
            .untilAsserted(() ->
                assertThat(log.from(Level.WARN))
                    .anyMatch(line -> line.contains("events.json.1.gz")));
      }
    }

    @Test
    @DisplayName("how many it leaves out where they come too fast")
    void leftOut() throws IOException {
      Path file = directory.resolve("events.json");
      int all = 100_000;
      try (LogLines log = LogLines.of(EventFile.class.getName())) {
        try (EventFile events = new EventFile(file, 1 << 30, 1)) {
          for (int number = 1; number <= all; number++) {
            events.accept(occurrence(number));
          }
          await("the rest to be written")
              .atMost(SOON)
              .until(() ->
                  Files.readString(file).contains("number " + all + "\"") || leftOut(log) > 0);
        }
        assertThat(leftOut(log)).isPositive();
        assertThat(Files.readAllLines(file).size() + leftOut(log)).isEqualTo(all);
      }
    }

    private static int leftOut(LogLines log) {
      return log.from(Level.WARN).stream()
          .map(line -> COUNT.matcher(line))
          .filter(Matcher::find)
          .mapToInt(count -> Integer.parseInt(count.group(1)))
          .sum();
    }
  }
}
