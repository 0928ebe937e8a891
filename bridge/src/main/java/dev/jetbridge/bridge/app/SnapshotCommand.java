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

/**
 * {@code jetbridge snapshot}: serves the state of a stream and no feed, until it is asked to stop.
 */
@Command(
    name = "snapshot",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Serves the state of one JetStream stream at /snapshot, as a process of its own, until"
          + " SIGTERM or SIGINT.",
      "It takes the same configuration as serve, and holds the state whatever snapshot.mode says. A"
          + " bridge sends its clients here with snapshot.mode=redirect and snapshot.url. Logs go"
          + " to standard error.",
      "Asked to stop, it takes no new request and lets answers under way end within drain.window."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:asked to stop, and stopped",
      "1:wrong usage, or the configuration is refused; every problem is told",
      "6:a port or an address is taken or is not this machine's",
      "70:a defect, or not stopped in time"
    },
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
public final class SnapshotCommand implements Callable<Integer> {
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
  public SnapshotCommand(Map<String, String> environment, Function<Configuration, Server> servers) {
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
