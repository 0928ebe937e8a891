package dev.jetbridge.config;

import org.jspecify.annotations.Nullable;

/**
 * One configuration key: its name, its type with range, its default and what it is for. The keys
 * are the single source of the reference documentation, of the reader's checks and of the checks
 * that the settings records make in their constructors.
 *
 * @param name dotted lower-case name such as {@code session.send-timeout}
 * @param type how the value is read and what it may be
 * @param fallback the default as it would be written in a file; null where there is none
 * @param presence whether a value must be given, where there is no default
 * @param description one or more sentences in Markdown for the reference documentation
 * @param <T> the typed value
 */
record Key<T>(
    String name,
    ValueType<T> type,
    @Nullable String fallback,
    Presence presence,
    String description) {

  /** Whether a key has a value when nobody gives one. */
  enum Presence {
    /** There is a default. */
    DEFAULTED,
    /** Left out, the key has no value, and its description says what that means. */
    OPTIONAL,
    /** Left out, the start is refused. */
    REQUIRED
  }

  static <T> Key<T> of(String name, ValueType<T> type, String fallback, String description) {
    return new Key<>(name, type, fallback, Presence.DEFAULTED, description);
  }

  static <T> Key<T> optional(String name, ValueType<T> type, String description) {
    return new Key<>(name, type, null, Presence.OPTIONAL, description);
  }

  static <T> Key<T> required(String name, ValueType<T> type, String description) {
    return new Key<>(name, type, null, Presence.REQUIRED, description);
  }

  /**
   * Refuses a value out of range, whatever made it.
   *
   * @throws IllegalArgumentException naming the key, what was found and what was expected
   */
  void check(T value) {
    if (!type.accepts(value)) {
      throw new IllegalArgumentException(
          name + " is " + type.format(value) + ", expected " + type.expected());
    }
  }

  /** Like {@link #check} for a value that may be left out. */
  void checkIfPresent(@Nullable T value) {
    if (value != null) {
      check(value);
    }
  }

  /** The default as a typed value. */
  T fallbackValue() {
    if (fallback == null) {
      throw new IllegalStateException(name + " has no default");
    }
    return type.parse(fallback);
  }

  @Override
  public String toString() {
    return name;
  }
}
