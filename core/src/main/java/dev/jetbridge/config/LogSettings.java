package dev.jetbridge.config;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The log, on standard error and perhaps in a file.
 *
 * @param format how a line is written
 * @param level the least important line that is written
 * @param file the file; null where there is none
 */
public record LogSettings(LogFormat format, LogLevel level, @Nullable LogFileSettings file) {
  static final Key<LogFormat> FORMAT =
      Key.of(
          "log.format",
          Types.choice(LogFormat.values()),
          "text",
          "`json`: one object a line with stable field names; `text`: for people.");
  static final Key<LogLevel> LEVEL =
      Key.of(
          "log.level",
          Types.choice(LogLevel.values()),
          "info",
          "`error`: a promise was broken; `warn`: one is at risk; `info`: life cycle; `debug`: each"
              + " session; `trace`: each step.");

  static final Section SECTION =
      new Section(
          "Log",
          Stream.concat(Stream.of(FORMAT, LEVEL), LogFileSettings.KEYS.stream()).toList(),
          LogSettings::read);

  /** On standard error alone. */
  public LogSettings(LogFormat format, LogLevel level) {
    this(format, level, null);
  }

  /** Text from INFO up. */
  public static LogSettings defaults() {
    return read(Values.DEFAULTS);
  }

  static LogSettings read(Values values) {
    return new LogSettings(values.get(FORMAT), values.get(LEVEL), LogFileSettings.read(values));
  }
}
