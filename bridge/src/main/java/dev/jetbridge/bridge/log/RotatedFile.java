package dev.jetbridge.bridge.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedFileNamingAndTriggeringPolicy;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.jetbridge.config.LogFileSettings;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that lines are appended to. A new one is begun each day and beyond a size; the earlier one
 * is compressed by a thread of its own, and kept for so many days and so many bytes of all.
 */
final class RotatedFile {
  private static final Duration SIZE_CHECKED_EVERY = Duration.buildByMilliseconds(200);

  private RotatedFile() {}

  /**
   * Makes sure that the file can be written.
   *
   * @throws UnusableLogFile where it cannot
   */
  static void check(LogFileSettings settings) {
    try {
      WritableFile.check(settings.path());
    } catch (IOException | UnsupportedOperationException e) {
      throw new UnusableLogFile(settings.path(), e);
    }
  }

  /** Begins to append. */
  static Appender<ILoggingEvent> open(
      LoggerContext context, LogFileSettings settings, Encoder<ILoggingEvent> encoder) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setName("file");
    appender.setFile(settings.path().toString());
    appender.setEncoder(encoder);
    TimeBasedRollingPolicy<ILoggingEvent> rotation = rotation(context, settings, appender);
    appender.setRollingPolicy(rotation);
    appender.setTriggeringPolicy(rotation);
    appender.start();
    return appender;
  }

  private static TimeBasedRollingPolicy<ILoggingEvent> rotation(
      LoggerContext context,
      LogFileSettings settings,
      RollingFileAppender<ILoggingEvent> appender) {
    SizeAndTimeBasedFileNamingAndTriggeringPolicy<ILoggingEvent> beginAnew =
        new SizeAndTimeBasedFileNamingAndTriggeringPolicy<>();
    beginAnew.setContext(context);
    beginAnew.setMaxFileSize(new FileSize(settings.bytes()));
    // Once a minute, which is usual, is seldom for a log that somebody floods.
    beginAnew.setCheckIncrement(SIZE_CHECKED_EVERY);
    TimeBasedRollingPolicy<ILoggingEvent> rotation = new TimeBasedRollingPolicy<>();
    rotation.setContext(context);
    rotation.setParent(appender);
    rotation.setFileNamePattern(literal(settings.path()) + ".%d{yyyy-MM-dd, UTC}.%i.gz");
    rotation.setTimeBasedFileNamingAndTriggeringPolicy(beginAnew);
    rotation.setMaxHistory((int) settings.age().toDays());
    rotation.setTotalSizeCap(new FileSize(settings.totalBytes()));
    rotation.setCleanHistoryOnStart(true);
    rotation.start();
    return rotation;
  }

  /** The path as a pattern that means nothing but it. */
  private static String literal(Path path) {
    return path.toString().replace("%", "\\%");
  }
}
