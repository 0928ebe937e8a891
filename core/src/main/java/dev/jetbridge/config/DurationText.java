package dev.jetbridge.config;

import java.time.Duration;

/**
 * Durations as people read them, in configuration, logs and answers: whole numbers with a unit,
 * largest unit first, such as {@code 500ms}, {@code 50s} or {@code 1h30m}.
 */
public final class DurationText {
  private DurationText() {}

  /**
   * The text of a duration; one that has parts below a millisecond, or is negative, as ISO 8601.
   */
  public static String of(Duration duration) {
    if (duration.isNegative() || duration.toNanosPart() % 1_000_000 != 0) {
      return duration.toString();
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toDaysPart(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number != 0) {
      text.append(number).append(unit);
    }
  }
}
