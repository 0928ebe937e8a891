package dev.jetbridge.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One of a few words: the constants of an enum, in lower case.
 *
 * @param constants all of the enum's constants
 */
record Choice<E extends Enum<E>>(List<E> constants) implements ValueType<E> {
  Choice {
    constants = List.copyOf(constants);
  }

  @Override
  public String name() {
    return constants.stream().map(this::format).collect(Collectors.joining(" \\| "));
  }

  @Override
  public String expected() {
    return "one of " + constants.stream().map(this::format).collect(Collectors.joining(", "));
  }

  @Override
  public E parse(String text) {
    for (E constant : constants) {
      if (format(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("Not " + expected() + ": " + text);
  }

  @Override
  public boolean accepts(E value) {
    return true;
  }

  @Override
  public String format(E value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
