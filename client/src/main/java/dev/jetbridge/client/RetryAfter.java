package dev.jetbridge.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After}: seconds, or a date (RFC 9110 §10.2.3). */
final class RetryAfter {
  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /** The delay from now on, not negative; null where the value is neither. */
  static @Nullable Duration parse(String value, Instant now) {
    String text = value.strip();
    if (!text.isEmpty()
        && text.length() <= MAX_DIGITS
        && text.chars().allMatch(RetryAfter::digit)) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
    } catch (DateTimeException e) {
      // A header that nobody understands is as good as none.
      return null;
    }
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }
}
