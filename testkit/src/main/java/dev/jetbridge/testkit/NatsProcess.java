package dev.jetbridge.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One running nats-server process, and the signals that tests send it. It does not outlive this
 * JVM, unless the JVM itself is killed.
 */
final class NatsProcess {
  private static final Duration EXIT_LIMIT = Duration.ofSeconds(30);
  private static final int LOG_LINES_SHOWN = 60;
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "nats-reaper"));
  }

  private final Process process;

  private NatsProcess(Process process) {
    this.process = process;
  }

  /** Starts {@code binary} with {@code config}; what it prints is appended to {@code log}. */
  static NatsProcess launch(Path binary, Path config, Path log) {
    try {
      Process process =
          new ProcessBuilder(binary.toString(), "-c", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      RUNNING.add(process);
      return new NatsProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + binary, e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Asks it to stop (SIGTERM) and waits until it has; a paused process is resumed first. */
  void stop() {
    if (process.isAlive()) {
      signal("CONT");
      process.destroy();
    }
    awaitExit();
  }

  /** Ends it at once (SIGKILL), paused or not, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Sends a signal by its name without {@code SIG}. */
  void signal(String name) {
    try {
      // The shell's own kill: the command of that name is missing from slim images.
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
              .redirectErrorStream(true)
              .start();
      String said = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kill.waitFor() != 0) {
        throw new IllegalStateException(
            "cannot send SIG%s to nats-server %d: %s".formatted(name, process.pid(), said.strip()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send SIG" + name, e);
    } catch (InterruptedException e) {
      throw Poll.interrupted("kill -" + name, e);
    }
  }

  private void awaitExit() {
    try {
      if (!process.waitFor(EXIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "nats-server %d is still running %s after it was told to stop"
                .formatted(process.pid(), EXIT_LIMIT));
      }
      RUNNING.remove(process);
    } catch (InterruptedException e) {
      throw Poll.interrupted("nats-server to exit", e);
    }
  }

  /** The end of what is in {@code log}, for the message of a failure. */
  static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      int from = Math.max(0, lines.size() - LOG_LINES_SHOWN);
      return String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "(no nats-server log: " + e + ")";
    }
  }
}
