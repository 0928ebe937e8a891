package dev.jetbridge.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@code jetbridge} command in a process of its own, and the signals that tests send it. */
final class JetbridgeProcess implements AutoCloseable {
  private static final long EXIT_SECONDS = 120;
  private static final long SIGINT_BIT = 1 << 1;

  private final Process process;
  private final Path err;

  private JetbridgeProcess(Process process, Path err) {
    this.process = process;
    this.err = err;
  }

  /**
   * Starts a command.
   *
   * @param out what its standard output is appended to
   * @param err what its standard error is written to
   * @param environment in place of every {@code JETBRIDGE_} variable of this process
   */
  static JetbridgeProcess start(
      Path out, Path err, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("JETBRIDGE_"));
    builder.environment().putAll(environment);
    return new JetbridgeProcess(builder.start(), err);
  }

  /**
   * Whether a process started here can be stopped by SIGINT. Shells start what runs in the
   * background deaf to it, and who is deaf has deaf children.
   */
  static boolean hearsInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return true;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .noneMatch(
            line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT_BIT) != 0);
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** What it has told so far. */
  String told() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + err, e);
    }
  }

  /** Sends a signal, by its name without {@code SIG}, and returns the exit code. */
  int stop(String signal) throws IOException, InterruptedException {
    // The shell's own kill: the command of that name is missing from slim images.
    int sent =
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid()).start().waitFor();
    if (sent != 0) {
      throw new AssertionError("SIG" + signal + " could not be sent, expected a running process");
    }
    return exit();
  }

  /** Waits for its end. */
  int exit() throws InterruptedException {
    if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + EXIT_SECONDS + " s; it told:\n" + told());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    Process unused = process.destroyForcibly().onExit().join();
  }
}
