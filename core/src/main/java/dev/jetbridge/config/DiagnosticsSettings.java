package dev.jetbridge.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the connections to the broker, for whoever asks later what went wrong.
 *
 * @param events entries kept in memory; the oldest goes first
 * @param file where every entry is written to as well; null for nowhere
 * @param fileSize bytes after which a new file is begun
 * @param files earlier files kept, compressed
 */
public record DiagnosticsSettings(int events, @Nullable Path file, long fileSize, int files) {
  static final Key<Integer> EVENTS =
      Key.of(
          "diagnostics.events",
          Types.integer(16, 65_536),
          "512",
          "Events of the connections to the broker that are kept in memory for `/diagnostics`.");
  static final Key<Path> FILE =
      Key.optional(
          "diagnostics.file",
          Types.NEW_FILE,
          "File that these events are appended to, one JSON object a line. Left out: none.");
  static final Key<Long> FILE_SIZE =
      Key.of(
          "diagnostics.file-size",
          Types.size(16L << 10, 1L << 30),
          "10MiB",
          "Size at which that file is set aside, compressed, and a new one begun.");
  static final Key<Integer> FILES =
      Key.of("diagnostics.files", Types.integer(1, 20), "5", "Files set aside that are kept.");

  static final Section SECTION =
      new Section(
          "Diagnostics", List.of(EVENTS, FILE, FILE_SIZE, FILES), DiagnosticsSettings::read);

  public DiagnosticsSettings {
    EVENTS.check(events);
    FILE.checkIfPresent(file);
    FILE_SIZE.check(fileSize);
    FILES.check(files);
  }

  /** 512 events in memory, none in a file. */
  public static DiagnosticsSettings defaults() {
    return read(Values.DEFAULTS);
  }

  static DiagnosticsSettings read(Values values) {
    return new DiagnosticsSettings(
        values.get(EVENTS), values.optional(FILE), values.get(FILE_SIZE), values.get(FILES));
  }
}
