package dev.jetbridge.config;

import java.nio.file.Path;

/**
 * The path of a file that is written, and need not be there yet; relative to the working directory
 * where it is not absolute.
 */
record NewFiles() implements ValueType<Path> {
  @Override
  public String name() {
    return "file to write";
  }

  @Override
  public String expected() {
    return "the path of a file to write";
  }

  @Override
  public Path parse(String text) {
    return Paths.FILE.parse(text);
  }

  @Override
  public boolean accepts(Path value) {
    return Paths.FILE.accepts(value);
  }

  @Override
  public String format(Path value) {
    return value.toString();
  }
}
