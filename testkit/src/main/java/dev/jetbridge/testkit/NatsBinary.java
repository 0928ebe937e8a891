package dev.jetbridge.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the tests' {@code nats-server} executable is. */
final class NatsBinary {
  static final String VARIABLE = "JETBRIDGE_NATS_SERVER";

  private NatsBinary() {}

  /** The executable that the environment names, else the first on {@code PATH}. */
  static Path find() {
    return find(System.getenv(VARIABLE), System.getenv("PATH"));
  }

  static Path find(@Nullable String named, @Nullable String path) {
    if (named != null && !named.isBlank()) {
      Path binary = Path.of(named);
      if (!Files.isExecutable(binary)) {
        throw new IllegalStateException(
            "%s names %s, which is not an executable file; expected the path of a nats-server"
                .formatted(VARIABLE, binary));
      }
      return binary;
    }
    Optional<Path> onPath =
        Stream.of(Optional.ofNullable(path).orElse("").split(File.pathSeparator))
            .filter(folder -> !folder.isBlank())
            .map(folder -> Path.of(folder, "nats-server"))
            .filter(Files::isExecutable)
            .findFirst();
    return onPath.orElseThrow(() ->
        new IllegalStateException(
            "no nats-server for the tests: %s is not set and PATH (%s) holds none"
                .formatted(VARIABLE, path)));
  }
}
