package dev.jetbridge.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as they are written in configuration: whole numbers with a unit, largest unit first,
 * such as {@code 500ms}, {@code 50s}, {@code 10m} or {@code 1h30m}. A number without a unit is
 * refused, zero included: {@code 0s}.
 */
record Durations(Duration least, Duration most) implements ValueType<Duration> {
  private static final Pattern TEXT =
      Pattern.compile(
          "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  @Override
  public String name() {
    return "duration";
  }

  @Override
  public String range() {
    return format(least) + " to " + format(most);
  }

  @Override
  public String expected() {
    return "a duration with its unit (ms, s, m, h, d), from " + range();
  }

  @Override
  public Duration parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      throw new IllegalArgumentException("Not a duration: " + text);
    }
    return Duration.ofDays(number(parts, 1))
        .plusHours(number(parts, 2))
        .plusMinutes(number(parts, 3))
        .plusSeconds(number(parts, 4))
        .plusMillis(number(parts, 5));
  }

  private static long number(Matcher parts, int group) {
    String digits = parts.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  @Override
  public boolean accepts(Duration value) {
    return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
  }

  @Override
  public String format(Duration value) {
    return DurationText.of(value);
  }
}
