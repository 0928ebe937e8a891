package dev.jetbridge.client.follow;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An option with a few values, written in lower case. */
abstract class NamedChoice<E extends Enum<E>> implements ITypeConverter<E> {
  private final Class<E> type;

  NamedChoice(Class<E> type) {
    this.type = type;
  }

  @Override
  public E convert(String value) {
    for (E choice : type.getEnumConstants()) {
      if (name(choice).equals(value)) {
        return choice;
      }
    }
    throw new TypeConversionException(
        Arrays.stream(type.getEnumConstants())
            .map(NamedChoice::name)
            .collect(Collectors.joining(", ", "'" + value + "' found, expected one of ", "")));
  }

  private static String name(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
