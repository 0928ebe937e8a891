package dev.jetbridge.config;

import java.nio.file.Path;

/** A directory's path, relative to the working directory where it is not absolute. */
record Directories() implements ValueType<Path> {
  @Override
  public String name() {
    return "directory";
  }

  @Override
  public String expected() {
    return "the path of a directory";
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
