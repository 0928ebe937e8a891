package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A bridge's settings")
class SettingsTest {
  @Test
  @DisplayName("are all at their defaults where only the stream and a token are given")
  void defaults() {
    assertThat(Readings.settings())
        .isEqualTo(
            Settings.of(StreamSettings.of("ORDERS"), AuthSettings.ofToken(new Secret("t0ken"))));
    assertThat(Readings.settings().delivery()).isEqualTo(Delivery.SHARED);
    assertThat(Readings.settings().events()).isEqualTo(new EventsSettings(1 << 20));
    assertThat(Readings.settings().drain()).isEqualTo(new DrainSettings(Duration.ofSeconds(20)));
    assertThat(Readings.settings().log()).isEqualTo(new LogSettings(LogFormat.TEXT, LogLevel.INFO));
  }

  @Test
  @DisplayName("take the keys that are no record of many")
  void explicit() {
    Settings settings =
        Readings.settings(
            "delivery=dedicated",
            "events.max-bytes=2MB",
            "drain.window=0s",
            "log.format=json",
            "log.level=debug");
    assertThat(settings.delivery()).isEqualTo(Delivery.DEDICATED);
    assertThat(settings.events()).isEqualTo(new EventsSettings(2_000_000));
    assertThat(settings.drain()).isEqualTo(new DrainSettings(Duration.ZERO));
    assertThat(settings.log()).isEqualTo(new LogSettings(LogFormat.JSON, LogLevel.DEBUG));
  }

  @Test
  @DisplayName("take the log's file with what may become of it")
  void logFile() {
    assertThat(Readings.settings("log.file=/var/log/bridge.log").log().file())
        .isEqualTo(
            new LogFileSettings(
                Path.of("/var/log/bridge.log"), 64 << 20, Duration.ofDays(14), 1 << 30));
    assertThat(
            Readings.settings(
                    "log.file=x", "log.file-size=1MiB", "log.file-age=2d", "log.total-size=3MiB")
                .log()
                .file())
        .isEqualTo(new LogFileSettings(Path.of("x"), 1 << 20, Duration.ofDays(2), 3 << 20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delivery=SHARED",
        "delivery=",
        "events.max-bytes=1",
        "events.max-bytes=1GiB",
        "drain.window=forever",
        "log.format=xml",
        "log.level=verbose",
        "log.file=",
        "log.file-size=1KiB",
        "log.file-age=1h",
        "log.total-size=0B",
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
  @DisplayName("tell a program that got them wrong every problem at once")
  void parse() {
    assertThatThrownBy(() -> Settings.parse(Map.of("stream.name", "a b", "server.prot", "1")))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("stream.name is \"a b\"")
        .hasMessageContaining("did you mean server.port?")
        .hasMessageContaining("Neither auth.tokens-file nor auth.token");
  }

  @Test
  @DisplayName("show no secret in their text")
  void masked() {
    assertThat(Readings.settings("nats.token=hunter2", "admin.token=hunter3").toString())
        .doesNotContain("hunter2", "hunter3", "t0ken")
        .contains(Secret.MASK);
  }

  @Test
  @DisplayName("hand over all of their secrets, to be kept out of logs")
  void secrets() {
    assertThat(
            Readings.settings("nats.user=me", "nats.password=hunter2", "admin.token=hunter3")
                .secrets())
        .containsExactlyInAnyOrder(
            new Secret("hunter2"), new Secret("hunter3"), new Secret("t0ken"));
  }
}
