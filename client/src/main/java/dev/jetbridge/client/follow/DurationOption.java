package dev.jetbridge.client.follow;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration with its unit, as in the configuration: {@code 500ms}, {@code 30s}, {@code 1h30m}. */
final class DurationOption implements ITypeConverter<Duration> {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(\\d{1,6})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  @Override
  public Duration convert(String value) {
    Matcher parts = FORM.matcher(value);
    if (parts.matches()) {
      Duration duration =
          Duration.ofDays(number(parts.group(1)))
              .plusHours(number(parts.group(2)))
              .plusMinutes(number(parts.group(3)))
              .plusSeconds(number(parts.group(4)))
              .plusMillis(number(parts.group(5)));
      if (duration.isPositive()) {
        return duration;
      }
    }
    throw new TypeConversionException(
        "'" + value + "' found, expected a duration above zero with its unit: 500ms, 30s, 1h30m");
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
