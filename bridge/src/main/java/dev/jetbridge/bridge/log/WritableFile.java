package dev.jetbridge.bridge.log;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether lines can be appended to a file, and others be put beside it: Logback tells nobody. */
public final class WritableFile {
  private WritableFile() {}

  /**
   * Makes the file, with its directories, where it is not there.
   *
   * @throws IOException where it cannot be written, or its directory cannot
   */
  public static void check(Path path) throws IOException {
    Path file = path.toAbsolutePath();
    Path directory = file.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
      if (!Files.isWritable(directory)) {
        throw new AccessDeniedException(directory.toString());
      }
    }
    Files.newOutputStream(file, CREATE, APPEND).close();
  }
}
