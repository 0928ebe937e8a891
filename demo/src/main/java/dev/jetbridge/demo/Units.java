package dev.jetbridge.demo;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers with a unit, as they are written on the command line. */
final class Units {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})([A-Za-z]+)");

  private Units() {}

  /** {@code 500ms}, {@code 30s}, {@code 5m}, {@code 24h}, {@code 7d}. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      Matcher parts = parts(text, "a duration such as 30s, 5m or 24h");
      long number = Long.parseLong(parts.group(1));
      return switch (parts.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        case "d" -> Duration.ofDays(number);
        default -> throw refuse(text, "a duration in ms, s, m, h or d");
      };
    }
  }

  /** {@code 512KiB}, {@code 256MiB}, {@code 2GiB}; the answer is in bytes. */
  static final class SizeConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      Matcher parts = parts(text, "a size such as 512KiB or 256MiB");
      long number = Long.parseLong(parts.group(1));
      return switch (parts.group(2)) {
        case "B" -> number;
        case "KiB" -> number << 10;
        case "MiB" -> number << 20;
        case "GiB" -> number << 30;
        default -> throw refuse(text, "a size in B, KiB, MiB or GiB");
      };
    }
  }

  private static Matcher parts(String text, String expected) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw refuse(text, expected);
    }
    return parts;
  }

  private static TypeConversionException refuse(String text, String expected) {
    return new TypeConversionException("'%s', expected %s".formatted(text, expected));
  }
}
