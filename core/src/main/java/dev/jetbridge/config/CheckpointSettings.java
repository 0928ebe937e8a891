package dev.jetbridge.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the snapshot is written down.
 *
 * @param place what kind of place
 * @param bucket the name of the bucket
 * @param directory the directory, there where that is the place
 * @param interval time between two
 */
public record CheckpointSettings(
    CheckpointPlace place, String bucket, @Nullable Path directory, Duration interval) {
  static final Key<CheckpointPlace> PLACE =
      Key.of(
          "snapshot.checkpoints",
          Types.choice(CheckpointPlace.values()),
          "bucket",
          "Where the state is written down, so that a start reads only what came since: a `bucket` of the JetStream Object Store, which all replicas share; a `directory`; or `none`.");
  static final Key<String> BUCKET =
      Key.of(
          "snapshot.bucket",
          Text.matching(
              "bucket name", "a bucket's name: 1 to 128 of [0-9A-Za-z_-]", "[0-9A-Za-z_-]{1,128}"),
          "jetbridge-snapshots",
          "The bucket; made where it is missing, on disk, with as many replicas as the stream has.");
  static final Key<Path> DIRECTORY =
      Key.optional(
          "snapshot.directory",
          Types.DIRECTORY,
          "The directory, where `snapshot.checkpoints` is that; made where it is missing.");
  static final Key<Duration> INTERVAL =
      Key.of(
          "snapshot.checkpoint-interval",
          Types.duration(Duration.ofMillis(100), Duration.ofDays(1)),
          "1m",
          "Time between two checkpoints; another is written at a graceful stop.");

  public CheckpointSettings {
    BUCKET.check(bucket);
    DIRECTORY.checkIfPresent(directory);
    INTERVAL.check(interval);
    if (place == CheckpointPlace.DIRECTORY && directory == null) {
      throw new Conflict(
          "snapshot.checkpoints is directory and snapshot.directory is not given, expected its path",
          PLACE,
          DIRECTORY);
    }
  }

  static CheckpointSettings read(Values values) {
    return new CheckpointSettings(
        values.get(PLACE), values.get(BUCKET), values.optional(DIRECTORY), values.get(INTERVAL));
  }
}
