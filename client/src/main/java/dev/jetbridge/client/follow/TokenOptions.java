package dev.jetbridge.client.follow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the token comes from; one of them at most. */
final class TokenOptions {
  static final String USUAL_VARIABLE = "JETBRIDGE_TOKEN";

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "The token itself; other users of the machine may see it in the process list.")
  private @Nullable String token;

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
   * @throws FollowFault where a source was named that holds no token
   */
  @Nullable Supplier<String> source(Map<String, String> environment) throws FollowFault {
    if (token != null) {
      return constant("--token", token);
    }
    if (file != null) {
      return file(file);
    }
    String name = variable == null ? USUAL_VARIABLE : variable;
    String value = environment.get(name);
    if (value != null) {
      return constant("environment variable " + name, value);
    }
    if (variable != null) {
      throw new FollowFault(ExitCode.LOCAL, "environment variable " + name + " is not set");
    }
    return null;
  }

  private static Supplier<String> constant(String origin, String value) throws FollowFault {
    String stripped = value.strip();
    if (stripped.isEmpty()) {
      throw new FollowFault(ExitCode.LOCAL, "no token found in " + origin);
    }
    return () -> stripped;
  }

  private static Supplier<String> file(Path file) throws FollowFault {
    try {
      String unused = read(file);
    } catch (UncheckedIOException e) {
      throw new FollowFault(ExitCode.LOCAL, String.valueOf(e.getMessage()), e);
    }
    return () -> read(file);
  }

  private static String read(Path file) {
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty()) {
        throw new IOException("it is empty");
      }
      return token;
    } catch (IOException e) {
      throw new UncheckedIOException("no token found in " + file + ": " + FileTrouble.reason(e), e);
    }
  }
}
