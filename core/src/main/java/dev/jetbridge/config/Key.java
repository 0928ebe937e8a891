package dev.jetbridge.config;

import java.util.List;
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

  /** What a secret's name gains for the file that holds it: {@code nats.password-file}. */
  static final String FILE_SUFFIX = "-file";

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
          name + " is " + quoted(type.format(value)) + ", expected " + type.expected());
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

  boolean isSecret() {
    return type instanceof Secrets;
  }

  /** The names that give this key its value. */
  List<String> names() {
    return isSecret() ? List.of(name, name + FILE_SUFFIX) : List.of(name);
  }

  /** What is wrong with a value as it was written; null where it is fine. */
  @Nullable String refusal(Entry given) {
    String text = given.text();
    boolean fits;
    if (given.list() || text.isBlank()) {
      fits = type instanceof Listing && fits(text);
    } else {
      fits = fits(text);
    }
    return fits ? null : name + " is " + found(given) + ", expected " + type.expected();
  }

  private boolean fits(String text) {
    try {
      return type.accepts(type.parse(text));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private String found(Entry given) {
    if (given.text().isBlank()) {
      return given.list() ? "an empty list" : "empty";
    }
    if (isSecret()) {
      return given.list() ? "a list" : Secret.MASK;
    }
    return given.list() ? "the list [" + given.text() + "]" : quoted(given.text());
  }

  /**
   * What was found, in quotes, cut to a line and without a password that a URL may carry: all that
   * stands before the last {@code @}, whether it has a scheme or not.
   */
  private static String quoted(String text) {
    String shown = text.replaceFirst("(?s)^([\\w+.-]*:?//)?.*@", "$1" + Secret.MASK + "@");
    return '"' + (shown.length() > 100 ? shown.substring(0, 100) + "..." : shown) + '"';
  }

  /** The default, or a value that was given, as the configuration is shown to people. */
  String shown(String text) {
    return shown(type, text);
  }

  private static <T> String shown(ValueType<T> type, String text) {
    return type.format(type.parse(text));
  }

  @Override
  public String toString() {
    return name;
  }
}
