package dev.jetbridge.bridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.config.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

@DisplayName("jetbridge serve")
class ServeCommandTest {
  private static final Map<String, String> ENOUGH =
      Map.of("JETBRIDGE_STREAM_NAME", "ORDERS", "JETBRIDGE_AUTH_TOKEN", "t0ken");

  private final List<Configuration> started = new ArrayList<>();

  @Test
  @DisplayName("starts nothing with a refused configuration, and ends with 1")
  void refused() {
    Executed serve = serve(Map.of(), new Ending.Stopped(), "--set", "server.port=x");
    assertThat(serve.exitCode()).isEqualTo(1);
    assertThat(serve.err()).contains("3 problems", "server.port", "stream.name", "auth.token");
    assertThat(started).isEmpty();
  }

  @Test
  @DisplayName("starts nothing with a log file that cannot be written, and ends with 1")
  void unusableLogFile() {
    Executed serve = serve(ENOUGH, new Ending.Stopped(), "--set", "log.file=/dev/null/bridge.log");
    assertThat(serve.exitCode()).isEqualTo(1);
    assertThat(serve.err()).isEmpty();
    assertThat(started).isEmpty();
  }

  @Test
  @DisplayName("starts a server with the configuration, and ends with 0 when that has stopped")
  void stopped() {
    Executed serve = serve(ENOUGH, new Ending.Stopped(), "--set", "server.port=0");
    assertThat(serve.exitCode()).isZero();
    assertThat(started)
        .singleElement()
        .extracting(configuration -> configuration.settings().server().port())
        .isEqualTo(0);
  }

  @ParameterizedTest
  @EnumSource(ServeExit.class)
  @DisplayName("ends with the code of the reason that the server gives")
  void exitCodes(ServeExit exit) {
    assertThat(serve(ENOUGH, new Ending.Refused(exit, "because")).exitCode())
        .isEqualTo(exit.code());
  }

  @Test
  @DisplayName("ends with 70 after a defect")
  void defect() {
    assertThat(
            Executed.of(
                    command(
                        ENOUGH,
                        configuration -> {
                          throw new IllegalStateException("5 found, expected 6");
                        }))
                .exitCode())
        .isEqualTo(70);
  }

  @Test
  @DisplayName("documents every exit code")
  void documented() {
    Executed help = serve(ENOUGH, new Ending.Stopped(), "--help");
    assertThat(help.exitCode()).isZero();
    for (ServeExit exit : ServeExit.values()) {
      assertThat(help.out()).containsPattern("(?m)^ +" + exit.code() + " +\\S");
    }
  }

  @Test
  @DisplayName("ends with 1 on wrong usage")
  void usage() {
    assertThat(serve(ENOUGH, new Ending.Stopped(), "--prot", "1").exitCode()).isEqualTo(1);
  }

  private Executed serve(Map<String, String> environment, Ending ending, String... arguments) {
    return Executed.of(
        command(
            environment,
            configuration -> {
              started.add(configuration);
              return new EndedServer(ending);
            }),
        arguments);
  }

  private static CommandLine command(
      Map<String, String> environment, Function<Configuration, Server> servers) {
    return new CommandLine(new ServeCommand(environment, servers));
  }

  /** A server that has ended before it has begun. */
  private record EndedServer(Ending ending) implements Server {
    @Override
    public Ending serve() {
      return ending;
    }

    @Override
    public void stop() {}
  }
}
