package dev.jetbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("jetbridge")
class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commands =
      Main.commandLine(Map.of())
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true));

  @Test
  @DisplayName("--help names every command")
  void help() {
    assertThat(commands.execute("--help")).isZero();
    assertThat(out.toString())
        .contains(
            "config",
            "probe",
            "diagnose",
            "follow",
            "demo",
            "loadtest",
            "help",
            "generate-completion",
            "bench")
        .contains("Usage: jetbridge");
  }

  @Test
  @DisplayName("--version tells release, revision, JVM and system")
  void version() {
    assertThat(commands.execute("--version")).isZero();
    assertThat(out.toString().lines())
        .hasSize(2)
        .first()
        .asString()
        .matches(
            "jetbridge \\d+\\.\\d+\\.\\d+\\S* \\(revision [0-9a-f]{7,}\\S*\\)|jetbridge"
                + " .*unknown.*");
    assertThat(out.toString()).contains("Java " + Runtime.version());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "snapshot",
        "config",
        "config print",
        "config check",
        "config reference",
        "probe",
        "diagnose",
        "follow",
        "demo",
        "loadtest"
      })
  @DisplayName("every command has the same version, asked for by -V or --version")
  void versionOfCommands(String command) {
    assertThat(commands.execute("--version")).isZero();
    String version = out.toString();
    for (String option : List.of("-V", "--version")) {
      out.getBuffer().setLength(0);
      assertThat(commands.execute((command + " " + option).split(" ", -1))).isZero();
      assertThat(out.toString()).isEqualTo(version);
    }
  }

  @ParameterizedTest
  @CsvSource({"folow,follow", "confg,config", "dem,demo", "loadtst,loadtest"})
  @DisplayName("tells a misspelt command which was meant, with exit code 1")
  void misspelt(String misspelt, String meant) {
    assertThat(commands.execute(misspelt)).isEqualTo(1);
    assertThat(err.toString()).contains("Unmatched argument", meant, "Try 'jetbridge --help'.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  @DisplayName("alone is wrong usage")
  void alone() {
    assertThat(commands.execute()).isEqualTo(1);
    assertThat(err.toString()).contains("No command found");
  }

  @Test
  @DisplayName("repeats no value of an option that it does not know")
  void secretInUsage() {
    assertThat(commands.execute("config", "check", "--sett", "auth.token=hunter2", "--x=hunter3"))
        .isEqualTo(1);
    assertThat(commands.execute("follow", "ws://host", "--tokn", "hunter4")).isEqualTo(1);
    assertThat(commands.execute("follow", "ws://host", "--token", "x", "hunter5")).isEqualTo(1);
    assertThat(err.toString()).contains("--sett", "--tokn").doesNotContain("hunter");
  }

  @Test
  @DisplayName("writes a completion for the shell")
  void completion() {
    assertThat(commands.execute("generate-completion")).isZero();
    assertThat(out.toString()).contains("_complete_jetbridge", "follow");
  }

  @Test
  @DisplayName("every command documents how it ends, and ends with 1 on wrong usage")
  void exitCodes() {
    commands.getSubcommands().values().stream()
        .filter(command -> !command.getCommandName().matches("help|generate-completion"))
        .forEach(command -> {
          assertThat(command.getCommandSpec().exitCodeOnInvalidInput())
              .as(command.getCommandName())
              .isEqualTo(1);
          boolean parts = !command.getSubcommands().isEmpty();
          assertThat(parts || command.getUsageMessage().contains("Exit codes:"))
              .as(command.getCommandName())
              .isTrue();
        });
  }
}
