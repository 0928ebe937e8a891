package dev.jetbridge.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the token comes from: not the command line, which others on the machine can read. */
final class TokenSource {
  private static final String USUAL_VARIABLE = "JETBRIDGE_TOKEN";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file that holds the token; read anew for each connection.")
  private @Nullable Path file;

  @Option(
      names = "--token-env",
      paramLabel = "NAME",
      description = "An environment variable that holds the token; " + USUAL_VARIABLE + " if set.")
  private @Nullable String variable;

  /**
   * The token's source, null where there is none.
   *
   * @throws IllegalArgumentException where a source was named that holds no token
   */
  @Nullable Supplier<String> read(Map<String, String> environment) {
    Path from = file;
    if (from != null) {
      try {
        String unused = text(from);
      } catch (UncheckedIOException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
      return () -> text(from);
    }
    String name = variable == null ? USUAL_VARIABLE : variable;
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      if (variable != null) {
        throw new IllegalArgumentException("no token found in environment variable " + name);
      }
      return null;
    }
    return value::strip;
  }

  private static String text(Path file) {
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty()) {
        throw new IOException("it is empty");
      }
      return token;
    } catch (IOException e) {
      String reason = e instanceof NoSuchFileException ? "no such file" : e.getMessage();
      throw new UncheckedIOException("no token found in " + file + ": " + reason, e);
    }
  }
}
