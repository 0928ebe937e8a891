package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The configuration")
class ConfigurationReaderTest {
  @TempDir Path directory;

  @Nested
  @DisplayName("given in several places")
  class SeveralPlaces {
    @Test
    @DisplayName("takes each key from the last: default, file, environment, --set")
    void precedence() throws IOException {
      Path file =
          file(
              """
              stream.name: FILE
              session:
                heartbeat: 1s
                send-timeout: 1s
                bookmark-interval: 1s
              """);
      Configuration configuration =
          read(
                  file,
                  Map.of(
                      "JETBRIDGE_SESSION_SEND_TIMEOUT", "2s",
                      "JETBRIDGE_SESSION_BOOKMARK_INTERVAL", "2s",
                      "JETBRIDGE_AUTH_TOKEN", "t0ken"),
                  "session.bookmark-interval=3s")
              .orThrow();

      assertThat(shown(configuration))
          .contains(
              "session.opening-timeout 30s (default)",
              "session.heartbeat 1s (" + file + ":3)",
              "session.send-timeout 2s (environment JETBRIDGE_SESSION_SEND_TIMEOUT)",
              "session.bookmark-interval 3s (--set session.bookmark-interval)");
      assertThat(configuration.settings().session().sendTimeout()).hasSeconds(2);
    }

    @Test
    @DisplayName("lets the last of two --set hold")
    void lastSetHolds() {
      assertThat(Readings.settings("server.port=1", "server.port=2").server().port()).isEqualTo(2);
    }

    @Test
    @DisplayName("does not mind a bad value that a better one overrides")
    void overridden() throws IOException {
      assertThat(
              read(
                  file("server.port: x\nstream.name: A\n"),
                  Map.of(),
                  "server.port=1",
                  "auth.token=t"))
          .isInstanceOf(Reading.Accepted.class);
    }
  }

  @Nested
  @DisplayName("with defects")
  class WithDefects {
    @Test
    @DisplayName("is refused with all of them at once, each at its place")
    void allAtOnce() throws IOException {
      Path file =
          file(
              """
              strean:
                name: ORDERS
              server:
                port: 70000
              window:
                trim-interval: 5s
                max-age: 1s
              log: debug
              """);

      List<String> problems =
          Readings.problems(
              read(
                  file,
                  Map.of("JETBRIDGE_SESSION_HEARTBEAT", "25", "JETBRIDGE_NATS_USER", "me"),
                  "delivery=both",
                  "nonsense"));

      assertThat(problems)
          .containsExactlyInAnyOrder(
              file + ":2: strean.name is no configuration key, did you mean stream.name?",
              file + ":8: log is no configuration key but the section of keys such as log.format",
              "--set: no key with = and a value after it, expected --set key=value",
              "stream.name is missing, expected a stream's name: no space, dot, wildcard or slash,"
                  + " at most 255 characters (in the file, as JETBRIDGE_STREAM_NAME or with --set"
                  + " stream.name=...)",
              file + ":4: server.port is \"70000\", expected a whole number from 0 to 65535",
              "environment JETBRIDGE_SESSION_HEARTBEAT: session.heartbeat is \"25\", expected a"
                  + " duration with its unit (ms, s, m, h, d), from 50ms to 1h",
              "--set delivery: delivery is \"both\", expected one of shared, dedicated",
              "environment JETBRIDGE_NATS_USER: Only one of nats.user and nats.password is given,"
                  + " expected both or neither",
              "Neither auth.tokens-file nor auth.token is given, expected one of them: without a"
                  + " token nobody may connect",
              file
                  + ":6, "
                  + file
                  + ":7: window.trim-interval is 5s, expected at most window.max-age, 1s");
    }

    @Test
    @DisplayName("is refused where a value is empty, and where one is a list that may not be")
    void emptyAndList() throws IOException {
      Path file = file("server:\n  port:\n  host: [a]\nadmin.allowed-hosts: []\n");
      assertThat(Readings.problems(read(file, Map.of(), "stream.name=A", "auth.token=t")))
          .containsExactly(
              file + ":3: server.host is the list [a], expected a host name or an IP address",
              file + ":2: server.port is empty, expected a whole number from 0 to 65535");
    }

    @Test
    @DisplayName("never repeats the value of a key that it does not know, nor a secret")
    void noSecrets() throws IOException {
      Path file = file("nats:\n  pasword: hunter1\n  token: [hunter2]\n");
      assertThat(
              String.join(
                  "\n",
                  Readings.problems(
                      read(file, Map.of(), "auth.tokn=hunter3", "=hunter4", "hunter5"))))
          .contains("nats.pasword", "nats.token", "auth.tokn")
          .doesNotContain("hunter");
    }
  }

  @Nested
  @DisplayName("with secrets")
  class WithSecrets {
    @Test
    @DisplayName("shows none of them")
    void masked() {
      Configuration configuration =
          Readings.of("nats.token=hunter2", "auth.token=hunter3").orThrow();
      assertThat(shown(configuration))
          .contains("auth.token ******** (--set auth.token)", "admin.token null (default)");
      assertThat(configuration.toString()).doesNotContain("hunter");
    }

    @Test
    @DisplayName("reads them from files, without the line break at the end")
    void fromFile() throws IOException {
      Path secret = Files.writeString(directory.resolve("token"), " s3cret \r\n");
      Configuration configuration =
          read(file("stream.name: A"), Map.of("JETBRIDGE_AUTH_TOKEN_FILE", secret.toString()))
              .orThrow();
      assertThat(configuration.settings().auth().token()).isEqualTo(new Secret(" s3cret "));
      assertThat(shown(configuration))
          .contains("auth.token ******** (environment JETBRIDGE_AUTH_TOKEN_FILE)");
    }

    @Test
    @DisplayName("lets a secret override the file that an earlier place names")
    void overridesFile() throws IOException {
      Path file = file("stream.name: A\nauth.token-file: /no/such/file\n");
      assertThat(read(file, Map.of(), "auth.token=t")).isInstanceOf(Reading.Accepted.class);
    }

    @Test
    @DisplayName("refuses the secret and its file in one place")
    void both() throws IOException {
      Path file = file("stream.name: A\nauth.token: a\nauth.token-file: b\n");
      assertThat(Readings.problems(read(file, Map.of())))
          .contains(
              file + ":3: auth.token and auth.token-file are both given, expected one of them");
    }

    @Test
    @DisplayName("refuses a file that is missing, empty, too long or not UTF-8, and names it")
    void badFiles() throws IOException {
      Path empty = Files.writeString(directory.resolve("empty"), "\n");
      Path long_ = Files.writeString(directory.resolve("long"), "x".repeat(70_000));
      Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff});
      assertThat(
              Readings.problems(
                  "auth.token=t", "nats.token-file=/no/such/file", "admin.token-file=" + empty))
          .containsExactlyInAnyOrder(
              "--set nats.token-file: nats.token-file is \"/no/such/file\", which cannot be read,"
                  + " expected a file of UTF-8 text, at most 64 KiB, that holds the secret",
              "--set admin.token-file: admin.token-file is \""
                  + empty
                  + "\", which holds nothing, expected a file of UTF-8 text, at most 64 KiB, that"
                  + " holds the secret");
      assertThat(Readings.problems("admin.token-file=" + long_)).hasSize(1);
      assertThat(Readings.problems("admin.token-file=" + binary)).hasSize(1);
    }
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("jetbridge.yaml"), content);
  }

  private static Reading read(Path file, Map<String, String> environment, String... assignments) {
    return ConfigurationReader.read(new Sources(file, environment, List.of(assignments)));
  }

  private static List<String> shown(Configuration configuration) {
    return configuration.values().stream()
        .map(value -> value.key() + " " + value.value() + " (" + value.origin() + ")")
        .toList();
  }
}
