package dev.jetbridge.config;

import java.nio.file.Path;

/** Where a configuration value came from; its text is what an operator looks for. */
public sealed interface Origin {
  /** The key's own default: nobody gave a value. */
  record Default() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }

  /**
   * The configuration file.
   *
   * @param file as it was named
   * @param line counted from 1
   */
  record FileLine(Path file, int line) implements Origin {
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  /**
   * An environment variable.
   *
   * @param name the variable's name
   */
  record Variable(String name) implements Origin {
    @Override
    public String toString() {
      return "environment " + name;
    }
  }

  /**
   * The option {@code --set} on the command line.
   *
   * @param key what was set
   */
  record SetOption(String key) implements Origin {
    @Override
    public String toString() {
      return "--set " + key;
    }
  }
}
