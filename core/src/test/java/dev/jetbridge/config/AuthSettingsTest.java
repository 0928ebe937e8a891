package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The settings of who may connect")
class AuthSettingsTest {
  @Test
  @DisplayName("take one token")
  void token() {
    assertThat(Readings.settings().auth())
        .isEqualTo(AuthSettings.ofToken(new Secret("t0ken")))
        .isEqualTo(new AuthSettings(null, new Secret("t0ken"), Duration.ofSeconds(2)));
  }

  @Test
  @DisplayName("take a file of tokens, beside the one or instead")
  void tokensFile(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("tokens.yaml"));
    assertThat(Readings.settings("auth.tokens-file=" + file, "auth.reload-interval=500ms").auth())
        .isEqualTo(new AuthSettings(file, new Secret("t0ken"), Duration.ofMillis(500)));
    assertThat(AuthSettings.ofTokensFile(file).token()).isNull();
  }

  @Test
  @DisplayName("refuse to let nobody in")
  void neither() {
    Reading reading = ConfigurationReader.read(Sources.of(Map.of("stream.name", "ORDERS")));
    assertThat(Readings.problems(reading))
        .containsExactly(
            "Neither auth.tokens-file nor auth.token is given, expected one of them: without a"
                + " token nobody may connect");
    assertThatThrownBy(() -> new AuthSettings(null, null, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("refuse a file that is not there")
  void missingFile() {
    assertThat(Readings.problems("auth.tokens-file=nowhere.yaml"))
        .containsExactly(
            "--set auth.tokens-file: auth.tokens-file is \"nowhere.yaml\", expected a readable"
                + " file");
  }
}
