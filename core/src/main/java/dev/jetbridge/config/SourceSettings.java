package dev.jetbridge.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How those who publish are judged.
 *
 * @param lateAfter the age of its last event beyond which a source is late
 * @param silentAfter the age beyond which it is silent
 * @param heartbeatType events of these types alone are signs of life; null where all are
 * @param max the most sources that are listed
 */
public record SourceSettings(
    Duration lateAfter, Duration silentAfter, @Nullable String heartbeatType, int max) {
  static final ValueType<String> PATTERN =
      Text.matching(
          "type pattern",
          "an event type, '*' for any characters: 1 to 256 characters, no white space",
          "[^\\s\\p{Cntrl},]{1,256}");
  static final Key<Duration> LATE_AFTER =
      Key.of(
          "snapshot.late-after",
          Types.duration(Duration.ofMillis(1), Duration.ofDays(365)),
          "1m",
          "A source whose last event is older is `late`.");
  static final Key<Duration> SILENT_AFTER =
      Key.of(
          "snapshot.silent-after",
          Types.duration(Duration.ofMillis(2), Duration.ofDays(366)),
          "5m",
          "A source whose last event is older is `silent`.");
  static final Key<String> HEARTBEAT_TYPE =
      Key.optional(
          "snapshot.heartbeat-type",
          PATTERN,
          "Sources that send events of this type (`*` for any characters) are judged by those alone.");
  static final Key<Integer> MAX =
      Key.of(
          "snapshot.max-sources",
          Types.integer(1, 10_000_000),
          "100000",
          "The most sources that are listed; events of further ones are counted.");

  public SourceSettings {
    LATE_AFTER.check(lateAfter);
    SILENT_AFTER.check(silentAfter);
    HEARTBEAT_TYPE.checkIfPresent(heartbeatType);
    MAX.check(max);
    if (silentAfter.compareTo(lateAfter) <= 0) {
      throw new Conflict(
          "snapshot.silent-after is "
              + SILENT_AFTER.type().format(silentAfter)
              + ", expected above snapshot.late-after, "
              + LATE_AFTER.type().format(lateAfter),
          SILENT_AFTER,
          LATE_AFTER);
    }
  }

  static SourceSettings read(Values values) {
    return new SourceSettings(
        values.get(LATE_AFTER),
        values.get(SILENT_AFTER),
        values.optional(HEARTBEAT_TYPE),
        values.get(MAX));
  }
}
