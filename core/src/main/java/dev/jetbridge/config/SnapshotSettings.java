package dev.jetbridge.config;

import dev.jetbridge.stream.SubjectFilter;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot: the state of the stream at a position.
 *
 * @param mode where it is served
 * @param url where who asks is sent, there where that is the mode
 * @param projection what it holds
 * @param checkpoints where it is written down
 * @param sources how those who publish are judged
 * @param cacheBytes what is kept of answers under way, for all who ask for the same
 * @param pageRetention how long the version is kept that somebody pages through, after each page
 * @param maxResponse the longest time that one answer may take
 */
public record SnapshotSettings(
    SnapshotMode mode,
    @Nullable String url,
    ProjectionSettings projection,
    CheckpointSettings checkpoints,
    SourceSettings sources,
    long cacheBytes,
    Duration pageRetention,
    Duration maxResponse) {

  static final Key<SnapshotMode> MODE =
      Key.of(
          "snapshot.mode",
          Types.choice(SnapshotMode.values()),
          "off",
          "`embedded`: this process reads the stream into a state and serves it at `/snapshot` and by `since=snapshot`; its memory grows with the number of keys. `redirect`: who asks for `/snapshot` is sent to `snapshot.url`.");
  static final Key<String> URL =
      Key.optional(
          "snapshot.url",
          Text.matching(
              "URL",
              "the URL of a snapshot server without path, such as https://snapshot.example.org",
              "https?://[^\\s/?#@\\p{Cntrl}]+"),
          "Where `jetbridge snapshot` serves, as clients reach it, without a path. Wanted where `snapshot.mode` is `redirect`.");
  static final Key<Long> CACHE_BYTES =
      Key.of(
          "snapshot.cache-bytes",
          Types.size(1L << 20, 16L << 30),
          "64MiB",
          "Memory for parts of answers that several may ask for; further ones are made again.");
  static final Key<Duration> PAGE_RETENTION =
      Key.of(
          "snapshot.page-retention",
          Types.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
          "1m",
          "How long after a page the next one of the same version can be had.");
  static final Key<Duration> MAX_RESPONSE =
      Key.of(
          "snapshot.max-response",
          Types.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          "10m",
          "The longest that one answer may take; one of which the socket takes nothing for `session.send-timeout` ends before.");

  static final Section SECTION =
      new Section(
          "Snapshot",
          List.of(
              MODE,
              URL,
              ProjectionSettings.KEY,
              ProjectionSettings.REDUCTION,
              ProjectionSettings.DELETE_TYPES,
              ProjectionSettings.NULL_DATA,
              ProjectionSettings.SUBJECTS,
              CheckpointSettings.PLACE,
              CheckpointSettings.BUCKET,
              CheckpointSettings.DIRECTORY,
              CheckpointSettings.INTERVAL,
              SourceSettings.LATE_AFTER,
              SourceSettings.SILENT_AFTER,
              SourceSettings.HEARTBEAT_TYPE,
              SourceSettings.MAX,
              CACHE_BYTES,
              PAGE_RETENTION,
              MAX_RESPONSE),
          SnapshotSettings::read);

  public SnapshotSettings {
    URL.checkIfPresent(url);
    CACHE_BYTES.check(cacheBytes);
    PAGE_RETENTION.check(pageRetention);
    MAX_RESPONSE.check(maxResponse);
    if (mode == SnapshotMode.REDIRECT && url == null) {
      throw new Conflict(
          "snapshot.mode is redirect and snapshot.url is not given, expected where to send who asks",
          MODE,
          URL);
    }
  }

  /** None. */
  public static SnapshotSettings defaults() {
    return read(Values.DEFAULTS);
  }

  static SnapshotSettings read(Values values) {
    SnapshotSettings settings =
        new SnapshotSettings(
            values.get(MODE),
            values.optional(URL),
            ProjectionSettings.read(values),
            CheckpointSettings.read(values),
            SourceSettings.read(values),
            values.get(CACHE_BYTES),
            values.get(PAGE_RETENTION),
            values.get(MAX_RESPONSE));
    checkScope(values.get(StreamSettings.SUBJECTS), settings.projection().subjects());
    return settings;
  }

  private static void checkScope(List<SubjectFilter> served, List<SubjectFilter> scope) {
    if (!served.isEmpty()
        && !scope.isEmpty()
        && !new SubjectFilters(served).covers(new SubjectFilters(scope))) {
      throw new Conflict(
          "snapshot.subjects is "
              + ProjectionSettings.SUBJECTS.type().format(scope)
              + ", expected each to lie within one of stream.subjects, "
              + StreamSettings.SUBJECTS.type().format(served),
          ProjectionSettings.SUBJECTS,
          StreamSettings.SUBJECTS);
    }
  }
}
