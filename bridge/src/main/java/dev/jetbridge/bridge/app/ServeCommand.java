package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.log.Logs;
import dev.jetbridge.config.Configuration;
import dev.jetbridge.config.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

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
        ? serve(configuration.get()).code()
        : ServeExit.CONFIGURATION.code();
  }

  private ServeExit serve(Configuration configuration) throws InterruptedException {
    Settings settings = configuration.settings();
    Logs.start(settings.log(), settings.secrets());
    try {
      return serve(servers.apply(configuration), settings.drain().window());
    } catch (RuntimeException | Error defect) {
      return failed(defect);
    } finally {
      Logs.stop();
    }
  }

  private static ServeExit serve(Server server, Duration drainWindow) throws InterruptedException {
    try (StopSignal signal = new StopSignal(server, drainWindow)) {
      ServeExit exit;
      try {
        exit = exit(server.serve());
      } catch (RuntimeException | Error defect) {
        // Told here: once the signal knows the end, a process that was asked to stop is gone.
        exit = failed(defect);
      }
      signal.ended(exit);
      return exit;
    }
  }

  private static ServeExit failed(Throwable defect) {
    LOG.error("Ended by a defect", defect);
    return ServeExit.FAILED;
  }

  private static ServeExit exit(Ending ending) {
    return switch (ending) {
      case Ending.Stopped() -> {
        LOG.info("Stopped");
        yield ServeExit.STOPPED;
      }
      case Ending.Refused(ServeExit exit, String reason) -> {
        LOG.error("Cannot serve: {}", reason);
        yield exit;
      }
    };
  }
}
