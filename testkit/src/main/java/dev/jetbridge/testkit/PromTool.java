package dev.jetbridge.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prometheus' own tool, which finds fault with metrics: the one that {@code JETBRIDGE_PROMTOOL}
 * names, or that of PATH.
 */
public final class PromTool {
  private final String path;

  private PromTool(String path) {
    this.path = path;
  }

  /** The tool, empty where this machine has none. */
  public static Optional<PromTool> find() {
    return Optional.ofNullable(System.getenv("JETBRIDGE_PROMTOOL"))
        .or(PromTool::onPath)
        .map(PromTool::new);
  }

  private static Optional<String> onPath() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "promtool"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** What it says against metrics in Prometheus text format; empty where nothing. */
  public String complaintsAbout(String metrics) {
    try {
      Path text = Files.createTempFile("metrics", ".txt");
      try {
        Files.writeString(text, metrics);
        return run(text);
      } finally {
        Files.delete(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + path, e);
    }
  }

  private String run(Path text) throws IOException {
    Process check =
        new ProcessBuilder(path, "check", "metrics")
            .redirectInput(text.toFile())
            .redirectErrorStream(true)
            .start();
    try (InputStream output = check.getInputStream()) {
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      int code = check.waitFor();
      return code == 0 || !said.isEmpty() ? said : path + " ended with " + code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + path + " ran", e);
    }
  }
}
