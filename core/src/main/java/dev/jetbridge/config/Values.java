package dev.jetbridge.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that the settings records are made of: what was given, else the key's default.
 *
 * @param given the text of each value that was given, by key name; each has been checked already
 */
record Values(Map<String, String> given) {
  /** Nothing given: every default. */
  static final Values DEFAULTS = new Values(Map.of());

  /** The value of a key that has a default or must be given. */
  <T> T get(Key<T> key) {
    String text = given.get(key.name());
    return text == null ? key.fallbackValue() : key.type().parse(text);
  }

  /** The value of a key that may be left out. */
  <T> @Nullable T optional(Key<T> key) {
    String text = given.get(key.name());
    return text == null ? null : key.type().parse(text);
  }

  /** Leaves the texts out: some are secrets. */
  @Override
  public String toString() {
    return given.keySet().toString();
  }
}
