package dev.jetbridge.loadtest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.loadtest.oracle.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The events of a run")
class EventTemplateTest {
  private static final long SENT = 1_790_000_000_123_456_789L;

  @ParameterizedTest
  @ValueSource(ints = {160, 300, 70_000})
  @DisplayName("are CloudEvents of the size asked for, with number and time in their places")
  void form(int size) throws IOException {
    byte[] event = new EventTemplate("0123abcd", size).event(42, SENT);
    assertThat(event).hasSize(size);
    JsonNode json = new ObjectMapper().readTree(event);
    assertThat(json.path("specversion").asText()).isEqualTo("1.0");
    assertThat(json.path("id").asText()).isEqualTo("0123abcd-000000000042");
    assertThat(json.path("sent").asText()).isEqualTo(String.valueOf(SENT));
    assertThat(EventTemplate.sent(event, 0, size)).isEqualTo(SENT);
  }

  @Test
  @DisplayName("are told from others by the form of their time")
  void others() {
    byte[] other = "x".repeat(400).getBytes(StandardCharsets.US_ASCII);
    assertThat(EventTemplate.sent(other, 0, other.length)).isEqualTo(-1);
    assertThat(EventTemplate.sent(other, 0, 5)).isEqualTo(-1);
  }

  @Test
  @DisplayName("have a fingerprint each, which any changed byte changes")
  void fingerprints() {
    EventTemplate events = new EventTemplate("0123abcd", 301);
    Set<Long> fingerprints = new HashSet<>();
    for (int number = 0; number < 100_000; number++) {
      fingerprints.add(Fingerprint.of(events.event(number, SENT)));
    }
    byte[] event = events.event(999_999_999_999L, SENT);
    for (int at = 0; at < event.length; at++) {
      event[at] ^= 1;
      fingerprints.add(Fingerprint.of(event));
      event[at] ^= 1;
    }
    assertThat(fingerprints).hasSize(100_301);
  }

  @Test
  @DisplayName("are due by schedule, a burst at a time, however late anything is")
  void schedule() {
    Schedule schedule = new Schedule(1_000, 100, 5);
    assertThat(schedule.due(0)).isEqualTo(1_000);
    assertThat(schedule.due(4)).isEqualTo(1_000);
    assertThat(schedule.due(5)).isEqualTo(50_001_000);
    assertThat(schedule.due(100)).isEqualTo(1_000_001_000);
  }
}
