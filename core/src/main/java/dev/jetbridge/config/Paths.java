package dev.jetbridge.config;

import java.nio.file.Path;

/** A file's path, relative to the working directory where it is not absolute. */
record Paths() implements ValueType<Path> {
  static final Paths FILE = new Paths();

  @Override
  public String name() {
    return "file";
  }

  @Override
  public String expected() {
    return "the path of a file";
  }

  @Override
  public Path parse(String text) {
    return Path.of(text);
  }

  @Override
  public boolean accepts(Path value) {
    String text = value.toString();
    return !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
  }

  @Override
  public String format(Path value) {
    return value.toString();
  }
}
