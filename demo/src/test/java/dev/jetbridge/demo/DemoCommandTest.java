package dev.jetbridge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@DisplayName("The demo command")
class DemoCommandTest {
  private final StringWriter err = new StringWriter();
  private final CommandLine command =
      new CommandLine(new DemoCommand()).setErr(new PrintWriter(err));

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "--rate,0",
    "--rate,-1",
    "--rate,NaN",
    "--rate,2001",
    "--count,0",
    "--duration,0s",
    "--duration,30",
    "--max-bytes,1GB"
  })
  @DisplayName("refuses what it cannot do, before it connects")
  void usage(String option, String value) {
    assertThat(command.execute("--nats", "nats://127.0.0.1:1", option, value)).isEqualTo(1);
    assertThat(err.toString()).contains(option).contains("expected");
  }

  @Test
  @DisplayName("says in one line where no broker answers, and keeps its password to itself")
  void unreachable() {
    assertThat(command.execute("--nats", "nats://me:secret@127.0.0.1:1")).isEqualTo(5);
    assertThat(err.toString())
        .hasLineCount(1)
        .startsWith("demo: cannot reach nats://127.0.0.1:1: ")
        .doesNotContain("secret");
  }
}
