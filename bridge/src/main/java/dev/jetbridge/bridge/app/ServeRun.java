package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.log.Logs;
import dev.jetbridge.bridge.log.UnusableLogFile;
import dev.jetbridge.config.Configuration;
import dev.jetbridge.config.Settings;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server in the foreground, from its first line in the log to its last. */
final class ServeRun {
  private static final Logger LOG = LoggerFactory.getLogger(ServeRun.class);

  private ServeRun() {}

  /** Serves until a signal asks it to stop, or it cannot go on. */
  static ServeExit of(Configuration configuration, Function<Configuration, Server> servers)
      throws InterruptedException {
    Settings settings = configuration.settings();
    try {
      Logs.start(settings.log(), settings.secrets());
    } catch (UnusableLogFile e) {
      LOG.error("Cannot serve: {}", e.getMessage());
      return ServeExit.CONFIGURATION;
    }
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
