package dev.jetbridge.config;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Text of a shape.
 *
 * @param name the type's name for the reference documentation
 * @param expected what the shape is, in words
 * @param shape whether a text has it
 */
record Text(String name, String expected, Predicate<String> shape) implements ValueType<String> {
  /** A host name or an IP address to listen on. */
  static final Text HOST = matching("host", "a host name or an IP address", "[0-9A-Za-z_.:%-]+");

  static Text matching(String name, String expected, String pattern) {
    return new Text(name, expected, Pattern.compile(pattern).asMatchPredicate());
  }

  @Override
  public String parse(String text) {
    return text;
  }

  @Override
  public boolean accepts(String value) {
    return shape.test(value);
  }

  @Override
  public String format(String value) {
    return value;
  }
}
