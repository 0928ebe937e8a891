package dev.jetbridge.config;

import java.time.Duration;
import java.util.List;

/**
 * The window: the newest events, kept in memory for all sessions together. The first bound that is
 * reached lets go of the oldest event.
 *
 * @param maxEvents events
 * @param maxBytes bytes of their payloads and subjects
 * @param maxAge time since an event entered the window
 * @param trimInterval how soon what retention removed from the stream leaves the window
 */
public record WindowSettings(int maxEvents, long maxBytes, Duration maxAge, Duration trimInterval) {

  static final Key<Integer> MAX_EVENTS =
      Key.of(
          "window.max-events",
          Types.integer(16, 16_777_216),
          "65536",
          "Events kept in memory. A session that was away for fewer comes back without a consumer.");
  static final Key<Long> MAX_BYTES =
      Key.of(
          "window.max-bytes",
          Types.size(64L << 10, 64L << 30),
          "64MiB",
          "Memory for those events.");
  static final Key<Duration> MAX_AGE =
      Key.of(
          "window.max-age",
          Types.duration(Duration.ofMillis(100), Duration.ofDays(1)),
          "10m",
          "Longest time that an event is kept in memory, and so the longest that one deleted from the stream may still be served.");
  static final Key<Duration> TRIM_INTERVAL =
      Key.of(
          "window.trim-interval",
          Types.duration(Duration.ofMillis(10), Duration.ofMinutes(1)),
          "1s",
          "How soon after retention or a purge has removed events they are served no longer.");

  static final Section SECTION =
      new Section(
          "Window", List.of(MAX_EVENTS, MAX_BYTES, MAX_AGE, TRIM_INTERVAL), WindowSettings::read);

  public WindowSettings {
    MAX_EVENTS.check(maxEvents);
    MAX_BYTES.check(maxBytes);
    MAX_AGE.check(maxAge);
    TRIM_INTERVAL.check(trimInterval);
    if (trimInterval.compareTo(maxAge) > 0) {
      throw new Conflict(
          "window.trim-interval is "
              + TRIM_INTERVAL.type().format(trimInterval)
              + ", expected at most window.max-age, "
              + MAX_AGE.type().format(maxAge),
          TRIM_INTERVAL,
          MAX_AGE);
    }
  }

  /** 65,536 events or 64 MiB, for ten minutes. */
  public static WindowSettings defaults() {
    return read(Values.DEFAULTS);
  }

  static WindowSettings read(Values values) {
    return new WindowSettings(
        values.get(MAX_EVENTS),
        values.get(MAX_BYTES),
        values.get(MAX_AGE),
        values.get(TRIM_INTERVAL));
  }
}
