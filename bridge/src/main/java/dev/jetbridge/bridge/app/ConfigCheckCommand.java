package dev.jetbridge.bridge.app;

import dev.jetbridge.config.Configuration;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jetbridge config check}: every problem of the configuration, or none. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Tells every problem of the configuration. Connects to nothing, and reads no certificate"
            + " and no tokens file.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:accepted", "1:wrong usage, or refused"},
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
final class ConfigCheckCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  ConfigCheckCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    Optional<Configuration> configuration = options.read(environment, spec.commandLine().getErr());
    if (configuration.isEmpty()) {
      return ServeExit.CONFIGURATION.code();
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "The configuration is accepted: stream %s.%n",
        configuration.get().settings().stream().name());
    out.flush();
    return 0;
  }
}
