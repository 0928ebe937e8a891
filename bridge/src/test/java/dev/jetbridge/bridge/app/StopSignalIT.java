package dev.jetbridge.bridge.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A process that serves, told to end by SIGTERM")
class StopSignalIT {
  @TempDir Path directory;
  private @Nullable Process process;

  @AfterEach
  void leaveNothing() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  @DisplayName("ends with 0 once the server has stopped, its last line written")
  void graceful() throws Exception {
    assertThat(terminated("stops")).isZero();
    assertThat(log())
        .contains("serving with ********", "Asked to stop", "StopSignal", ": Stopped")
        .doesNotContain("hunter2");
  }

  @Test
  @DisplayName("ends with 70 where the server does not stop in time")
  void stuck() throws Exception {
    assertThat(terminated("hangs")).isEqualTo(70);
    assertThat(log()).contains("ERROR", "Not stopped 23 s after the drain window");
  }

  @Test
  @DisplayName("ends with 70 where the server fails on the way, and shows no secret")
  void failing() throws Exception {
    assertThat(terminated("fails")).isEqualTo(70);
    assertThat(log()).contains("Ended by a defect").doesNotContain("s3cret");
  }

  private int terminated(String onStop) throws IOException, InterruptedException {
    Process serving =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ServeProgram.class.getName(),
                onStop)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    process = serving;
    await("the server to serve")
        .atMost(60, SECONDS)
        .until(() -> log().contains("serving with") || !serving.isAlive());
    serving.destroy();
    assertThat(serving.waitFor(60, SECONDS)).as("ended").isTrue();
    assertThat(directory.resolve("out")).isEmptyFile();
    return serving.exitValue();
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("err"));
  }
}
