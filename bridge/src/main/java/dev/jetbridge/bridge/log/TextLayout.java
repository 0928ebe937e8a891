package dev.jetbridge.bridge.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * A log line for people: time in UTC, level, the last part of the logger's name, message, then
 * {@code key=value} pairs, and below it the stack trace of an exception. Control characters in a
 * message are shown as {@code ?}, so that nobody can forge lines by putting line breaks into what
 * is logged, nor reach the terminal.
 */
final class TextLayout extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\u2028\\u2029]");

  private final Redaction redaction;

  TextLayout(Redaction redaction) {
    this.redaction = redaction;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder pairs = new StringBuilder();
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> append(pairs, pair.key, pair.value));
    }
    event.getMDCPropertyMap().forEach((key, value) -> append(pairs, key, value));
    String line =
        "%s %-5s %s: %s%s"
            .formatted(
                TIME.format(Instant.ofEpochMilli(event.getTimeStamp())),
                event.getLevel(),
                shortName(event.getLoggerName()),
                // Before the line breaks go: a key in PEM is known by them.
                redaction.apply(String.valueOf(event.getFormattedMessage())),
                redaction.apply(pairs.toString()));
    return CONTROL.matcher(line).replaceAll("?") + System.lineSeparator() + trace(event);
  }

  private static void append(StringBuilder pairs, String key, Object value) {
    pairs.append(' ').append(key).append('=').append(value);
  }

  private String trace(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return thrown == null ? "" : redaction.apply(ThrowableProxyUtil.asString(thrown));
  }

  private static String shortName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }
}
