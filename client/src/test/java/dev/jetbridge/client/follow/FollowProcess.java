package dev.jetbridge.client.follow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running follow command. */
final class FollowProcess implements AutoCloseable {
  private final Process process;
  private final Path err;

  private FollowProcess(Process process, Path err) {
    this.process = process;
    this.err = err;
  }

  /** Starts one whose standard output is appended to a file. */
  static FollowProcess appending(Path out, Path err, String... arguments) throws IOException {
    return new FollowProcess(
        builder(err, arguments)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
            .start(),
        err);
  }

  /** Starts one whose standard output is a pipe to this process. */
  static FollowProcess piped(Path err, String... arguments) throws IOException {
    return new FollowProcess(builder(err, arguments).start(), err);
  }

  private static ProcessBuilder builder(Path err, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(FollowMain.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
  }

  Process process() {
    return process;
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  /** Sends SIGTERM and returns the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    return exit();
  }

  /** Sends SIGKILL. */
  void kill() {
    Process unused = process.destroyForcibly().onExit().join();
  }

  int exit() throws InterruptedException {
    if (!process.waitFor(180, TimeUnit.SECONDS)) {
      throw new AssertionError("follow still running after 3 min");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    kill();
  }
}
