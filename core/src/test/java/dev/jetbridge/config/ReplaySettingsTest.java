package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The settings of replays")
class ReplaySettingsTest {
  @Test
  @DisplayName("allow 256 consumers with batches of 128 by default")
  void defaults() {
    assertThat(ReplaySettings.defaults())
        .isEqualTo(
            new ReplaySettings(
                256, 128, 256 * 1024, 16, Duration.ofSeconds(1), Duration.ofSeconds(30)));
  }

  @Test
  @DisplayName("take every key")
  void explicit() {
    assertThat(
            Readings.settings(
                    "replay.max-concurrent=1",
                    "replay.batch=3",
                    "replay.batch-bytes=4KiB",
                    "replay.turn-batches=5",
                    "replay.yield-after=6s",
                    "replay.wait=7s")
                .replay())
        .isEqualTo(new ReplaySettings(1, 3, 4096, 5, Duration.ofSeconds(6), Duration.ofSeconds(7)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replay.max-concurrent=0",
        "replay.batch=many",
        "replay.batch-bytes=10",
        "replay.turn-batches=0",
        "replay.yield-after=1",
        "replay.wait=1d",
      })
  @DisplayName("are refused out of range, by the key's name")
  void refused(String assignment) {
    String key = assignment.substring(0, assignment.indexOf('='));
    assertThat(Readings.problems(assignment))
        .singleElement()
        .asString()
        .startsWith("--set " + key + ": " + key + " is ")
        .contains(", expected ");
  }
}
