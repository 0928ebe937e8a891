package dev.jetbridge.bridge.log;

import java.nio.file.Path;

/** The file that the log is to be written to cannot be: nothing is started then. */
public final class UnusableLogFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableLogFile(Path file, Throwable cause) {
    super(
        "log.file is \"%s\", expected a file that can be written in a directory that can be written: %s"
            .formatted(file, cause),
        cause);
  }
}
