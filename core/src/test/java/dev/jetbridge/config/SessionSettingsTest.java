package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A session's settings")
class SessionSettingsTest {
  @Test
  @DisplayName("are those of the wire contract by default")
  void defaults() {
    assertThat(SessionSettings.defaults())
        .isEqualTo(
            new SessionSettings(
                Duration.ofSeconds(25),
                Duration.ofSeconds(50),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                32 * 1024,
                100));
  }

  @Test
  @DisplayName("take every key")
  void explicit() {
    assertThat(
            Readings.settings(
                    "session.heartbeat=1s",
                    "session.send-timeout=1m30s",
                    "session.bookmark-interval=500ms",
                    "session.opening-timeout=5s",
                    "session.outbox-bytes=64KB",
                    "session.max-inbound-per-second=7")
                .session())
        .isEqualTo(
            new SessionSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(90),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                64_000,
                7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "session.heartbeat=25",
        "session.heartbeat=0s",
        "session.send-timeout=50 s",
        "session.send-timeout=2h",
        "session.bookmark-interval=-1s",
        "session.opening-timeout=soon",
        "session.outbox-bytes=32768",
        "session.outbox-bytes=1KiB",
        "session.outbox-bytes=2GiB",
        "session.max-inbound-per-second=0",
      })
  @DisplayName("are refused out of range or without their unit, by the key's name")
  void refused(String assignment) {
    String key = assignment.substring(0, assignment.indexOf('='));
    assertThat(Readings.problems(assignment))
        .singleElement()
        .asString()
        .startsWith("--set " + key + ": " + key + " is ")
        .contains(", expected ");
  }
}
