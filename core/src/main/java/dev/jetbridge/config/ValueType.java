package dev.jetbridge.config;

/**
 * How the text of a configuration value becomes a typed value, and which values it may be.
 *
 * @param <T> the typed value
 */
interface ValueType<T> {
  /** The type's name for the reference documentation, such as "duration". */
  String name();

  /** The accepted range for the reference documentation; empty where the name says it all. */
  default String range() {
    return "";
  }

  /** What is accepted, as it completes "expected ...", range and an example included. */
  String expected();

  /**
   * Reads the text, without regard to the range that {@link #accepts} holds it to.
   *
   * @throws IllegalArgumentException where the text is not of this type at all
   */
  T parse(String text);

  /** Whether a typed value, however it came to be, lies within the accepted range. */
  boolean accepts(T value);

  /** The value as it would be written in a configuration file; secrets are masked. */
  String format(T value);
}
