package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.SubjectFilter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The stream's settings")
class StreamSettingsTest {
  @Test
  @DisplayName("serve the whole stream by default")
  void defaults() {
    assertThat(Readings.settings().stream()).isEqualTo(StreamSettings.of("ORDERS"));
    assertThat(StreamSettings.of("ORDERS").subjects()).isEmpty();
  }

  @Test
  @DisplayName("take every key")
  void explicit() {
    assertThat(
            Readings.settings("stream.name=cellos_events", "stream.subjects=a.*.b, a.>,>").stream())
        .isEqualTo(
            new StreamSettings(
                "cellos_events",
                List.of(new SubjectFilter("a.*.b"), new SubjectFilter("a.>"), SubjectFilter.ALL)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stream.name=",
        "stream.name=a b",
        "stream.name=a.b",
        "stream.name=a*",
        "stream.name=../a",
        "stream.subjects=a..b",
        "stream.subjects=.a",
        "stream.subjects=a.",
        "stream.subjects=a.>.b",
        "stream.subjects=a b",
        "stream.subjects=a,",
      })
  @DisplayName("are refused where they can be no name or filter")
  void refused(String assignment) {
    String key = assignment.substring(0, assignment.indexOf('='));
    assertThat(Readings.problems(assignment))
        .singleElement()
        .asString()
        .startsWith("--set " + key + ": " + key + " is ")
        .contains(", expected ");
  }

  @Test
  @DisplayName("must name a stream, and say how where they don't")
  void missing() {
    Reading reading = ConfigurationReader.read(Sources.of(Map.of("auth.token", "t")));
    assertThat(Readings.problems(reading))
        .singleElement()
        .asString()
        .startsWith("stream.name is missing, expected a stream's name")
        .contains("JETBRIDGE_STREAM_NAME", "--set stream.name=");
  }
}
