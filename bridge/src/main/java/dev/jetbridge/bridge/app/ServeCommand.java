package dev.jetbridge.bridge.app;

import dev.jetbridge.config.Configuration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jetbridge serve}: runs a bridge in the foreground until it is asked to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Serves one JetStream stream to WebSocket clients, until SIGTERM or SIGINT.",
      "It then takes no new connection, closes the open ones over drain.window, each with where to"
          + " go on from, and ends. Logs go to standard error."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:asked to stop, and stopped",
      "1:wrong usage, or the configuration is refused; every problem is told",
      "2:the stream is not one that may be served, such as one of another retention than limits",
      "6:a port or an address is taken or is not this machine's",
      "70:a defect, or not stopped in time"
    },
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
public final class ServeCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final Function<Configuration, Server> servers;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  /**
   * A command yet to be executed.
   *
   * @param environment the process environment
   * @param servers makes a server that has not begun to serve
   */
  public ServeCommand(Map<String, String> environment, Function<Configuration, Server> servers) {
    this.environment = Map.copyOf(environment);
    this.servers = servers;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<Configuration> configuration = options.read(environment, spec.commandLine().getErr());
    return configuration.isPresent()
        ? ServeRun.of(configuration.get(), servers).code()
        : ServeExit.CONFIGURATION.code();
  }
}
