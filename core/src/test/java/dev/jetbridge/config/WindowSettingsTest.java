package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The window's settings")
class WindowSettingsTest {
  @Test
  @DisplayName("keep 65,536 events or 64 MiB for ten minutes by default")
  void defaults() {
    assertThat(WindowSettings.defaults())
        .isEqualTo(
            new WindowSettings(65_536, 64L << 20, Duration.ofMinutes(10), Duration.ofSeconds(1)));
  }

  @Test
  @DisplayName("take every key")
  void explicit() {
    assertThat(
            Readings.settings(
                    "window.max-events=1000",
                    "window.max-bytes=3GiB",
                    "window.max-age=1h",
                    "window.trim-interval=100ms")
                .window())
        .isEqualTo(new WindowSettings(1000, 3L << 30, Duration.ofHours(1), Duration.ofMillis(100)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "window.max-events=0",
        "window.max-bytes=1KiB",
        "window.max-bytes=-1MiB",
        "window.max-age=600",
        "window.trim-interval=0ms",
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

  @Test
  @DisplayName("refuse to trim more seldom than events age")
  void trimAboveAge() {
    assertThat(Readings.problems("window.trim-interval=5s", "window.max-age=2s"))
        .singleElement()
        .asString()
        .contains("window.trim-interval is 5s, expected at most window.max-age, 2s");
  }
}
