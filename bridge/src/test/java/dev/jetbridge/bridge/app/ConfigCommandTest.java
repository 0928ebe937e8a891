package dev.jetbridge.bridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("jetbridge config")
class ConfigCommandTest {
  @TempDir Path directory;

  @Nested
  @DisplayName("check")
  class Check {
    @Test
    @DisplayName("accepts what serve would start with")
    void accepted() {
      Executed check =
          config(Map.of("JETBRIDGE_AUTH_TOKEN", "t0ken"), "check", "--set", "stream.name=ORDERS");
      assertThat(check)
          .isEqualTo(new Executed(0, "The configuration is accepted: stream ORDERS.\n", ""));
    }

    @Test
    @DisplayName("tells every problem on standard error, with exit code 1")
    void refused() throws IOException {
      Path file = Files.writeString(directory.resolve("j.yaml"), "server:\n  prot: 1\n");
      Executed check =
          config(
              Map.of("JETBRIDGE_CONFIG", file.toString(), "JETBRIDGE_AUTH_TOKEN", "t0ken"),
              "check",
              "--set",
              "delivery=both");
      assertThat(check.exitCode()).isEqualTo(1);
      assertThat(check.out()).isEmpty();
      assertThat(check.err().lines())
          .hasSize(4)
          .startsWith(
              "jetbridge: the configuration is refused, 3 problems:",
              "  " + file + ":2: server.prot is no configuration key, did you mean server.port?")
          .anyMatch(line -> line.startsWith("  stream.name is missing"))
          .anyMatch(line -> line.startsWith("  --set delivery: "));
    }

    @Test
    @DisplayName("prefers --config to the file that the environment names")
    void configOption() throws IOException {
      Path file = Files.writeString(directory.resolve("j.yaml"), "stream.name: A\nauth.token: t\n");
      assertThat(
              config(
                  Map.of("JETBRIDGE_CONFIG", "/no/such/file"),
                  "check",
                  "--config",
                  file.toString()))
          .extracting(Executed::exitCode)
          .isEqualTo(0);
    }
  }

  @Nested
  @DisplayName("print")
  class Print {
    @Test
    @DisplayName("shows every key with its value and origin, secrets masked")
    void values() {
      Executed print =
          config(
              Map.of("JETBRIDGE_AUTH_TOKEN", "hunter2", "JETBRIDGE_SERVER_PORT", "9000"),
              "print",
              "--set",
              "stream.name=ORDERS");
      assertThat(print.exitCode()).isZero();
      assertThat(print.out())
          .containsPattern("(?m)^stream\\.name: ORDERS +# --set stream\\.name$")
          .containsPattern("(?m)^server\\.port: 9000 +# environment JETBRIDGE_SERVER_PORT$")
          .containsPattern("(?m)^session\\.heartbeat: 25s +# default$")
          .containsPattern("(?m)^# auth\\.token: '\\*{8}' +# environment JETBRIDGE_AUTH_TOKEN$")
          .containsPattern("(?m)^# nats\\.user: \\(no value\\) +# default$")
          .doesNotContain("hunter2");
    }

    @Test
    @DisplayName("is a file that gives the same configuration, but for the secrets")
    void roundTrip() throws IOException {
      Map<String, String> secrets = Map.of("JETBRIDGE_AUTH_TOKEN", "t0ken");
      String[] odd = {
        "print",
        "--set=stream.name=null",
        "--set=stream.subjects=a.*,b.>",
        "--set=server.host=::",
        "--set=server.allowed-origins=https://a.example:8443",
        "--set=nats.url=nats://[::1]:4222,nats://b:4222",
      };
      Executed first = config(secrets, odd);
      Path file = Files.writeString(directory.resolve("printed.yaml"), first.out());
      Executed second = config(secrets, "print", "--config", file.toString());
      assertThat(first.exitCode()).isZero();
      assertThat(second.err()).isEmpty();
      assertThat(withoutOrigins(second.out())).isEqualTo(withoutOrigins(first.out()));
    }

    @Test
    @DisplayName("tells the problems instead where there are any")
    void refused() {
      Executed print = config(Map.of(), "print");
      assertThat(print.exitCode()).isEqualTo(1);
      assertThat(print.out()).isEmpty();
      assertThat(print.err()).contains("2 problems", "stream.name is missing", "auth.token");
    }

    private static String withoutOrigins(String printed) {
      return printed.replaceAll("(?m) +# [^#]*$", "");
    }
  }

  @Test
  @DisplayName("reference prints the documentation of all keys")
  void reference() {
    Executed reference = config(Map.of(), "reference");
    assertThat(reference.exitCode()).isZero();
    assertThat(reference.out()).startsWith("# Configuration\n").contains("| `stream.name` |");
  }

  @Test
  @DisplayName("alone is wrong usage")
  void alone() {
    Executed alone = config(Map.of());
    assertThat(alone.exitCode()).isEqualTo(1);
    assertThat(alone.err()).contains("expected print, check or reference");
  }

  private static Executed config(Map<String, String> environment, String... arguments) {
    return Executed.of(ConfigCommand.commandLine(environment), arguments);
  }
}
