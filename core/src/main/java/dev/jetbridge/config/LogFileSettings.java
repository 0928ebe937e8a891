package dev.jetbridge.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log in a file, beside standard error. A new file is begun each day (UTC) and where one has
 * grown large; the earlier ones are compressed.
 *
 * @param path the file that is written to
 * @param bytes size from which on a new one is begun
 * @param age how long the earlier ones are kept, counted in days
 * @param totalBytes what the earlier ones may take together; beyond it the oldest goes
 */
public record LogFileSettings(Path path, long bytes, Duration age, long totalBytes) {
  static final Key<Path> PATH =
      Key.optional(
          "log.file",
          Types.NEW_FILE,
          "File that the log is written to as well; its directory is made where it is missing. Each"
              + " process wants a file of its own. Left out: standard error alone.");
  static final Key<Long> BYTES =
      Key.of(
          "log.file-size",
          Types.size(1 << 20, 16L << 30),
          "64MiB",
          "Size from which on a new file is begun, as is one each day (UTC). The earlier ones are"
              + " compressed: `FILE.2026-11-21.0.gz`.");
  static final Key<Duration> AGE =
      Key.of(
          "log.file-age",
          Types.duration(Duration.ofDays(1), Duration.ofDays(3650)),
          "14d",
          "How long compressed files are kept; counted in days.");
  static final Key<Long> TOTAL_BYTES =
      Key.of(
          "log.total-size",
          Types.size(1 << 20, 1L << 40),
          "1GiB",
          "What compressed files may take together; beyond it the oldest is deleted.");

  static final List<Key<?>> KEYS = List.of(PATH, BYTES, AGE, TOTAL_BYTES);

  public LogFileSettings {
    PATH.check(path);
    BYTES.check(bytes);
    AGE.check(age);
    TOTAL_BYTES.check(totalBytes);
  }

  static @Nullable LogFileSettings read(Values values) {
    @Nullable Path path = values.optional(PATH);
    long bytes = values.get(BYTES);
    Duration age = values.get(AGE);
    long totalBytes = values.get(TOTAL_BYTES);
    return path == null ? null : new LogFileSettings(path, bytes, age, totalBytes);
  }
}
