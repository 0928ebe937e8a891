package dev.jetbridge.config;

import java.util.List;

/**
 * The log on standard error.
 *
 * @param format how a line is written
 * @param level the least important line that is written
 */
public record LogSettings(LogFormat format, LogLevel level) {
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
          "`error`: a promise was broken; `warn`: one is at risk; `info`: life cycle; `debug`: each session; `trace`: each step.");

  static final Section SECTION = new Section("Log", List.of(FORMAT, LEVEL), LogSettings::read);

  /** Text from INFO up. */
  public static LogSettings defaults() {
    return read(Values.DEFAULTS);
  }

  static LogSettings read(Values values) {
    return new LogSettings(values.get(FORMAT), values.get(LEVEL));
  }
}
