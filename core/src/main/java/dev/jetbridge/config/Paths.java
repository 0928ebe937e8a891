package dev.jetbridge.config;

import java.nio.file.Path;

/**
 * A path, relative to the working directory where it is not absolute.
 *
 * @param name what the path is of
 * @param expected the same in a sentence
 */
record Paths(String name, String expected) implements ValueType<Path> {
  /** Of a file that is read. */
  static final Paths FILE = new Paths("file", "the path of a file");

  /** Of a file that is written, and need not be there yet. */
  static final Paths NEW_FILE = new Paths("file to write", "the path of a file to write");

  static final Paths DIRECTORY = new Paths("directory", "the path of a directory");

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
