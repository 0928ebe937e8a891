package dev.jetbridge.bridge.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashFieldNames;
import net.logstash.logback.mask.MaskingJsonGeneratorDecorator;
import org.jspecify.annotations.Nullable;

/**
 * Log lines for collectors: one JSON object a line with {@code timestamp} (RFC 3339, UTC), {@code
 * level}, {@code logger}, {@code thread}, {@code message}, for exceptions {@code stack_trace}, and
 * the event's own key-value pairs. The names are part of what operators rely on.
 */
final class JsonLines {
  private JsonLines() {}

  static Encoder<ILoggingEvent> encoder(Redaction redaction) {
    MaskingJsonGeneratorDecorator masking = new MaskingJsonGeneratorDecorator();
    masking.addValueMasker((position, value) -> masked(redaction, value));
    masking.start();
    LogstashEncoder encoder = new LogstashEncoder();
    encoder.setFieldNames(names());
    encoder.setTimeZone("UTC");
    encoder.setTimestampPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
    encoder.setJsonGeneratorDecorator(masking);
    return encoder;
  }

  private static @Nullable Object masked(Redaction redaction, @Nullable Object value) {
    return value instanceof CharSequence text ? redaction.apply(text.toString()) : value;
  }

  private static LogstashFieldNames names() {
    LogstashFieldNames names = new LogstashFieldNames();
    names.setTimestamp("timestamp");
    names.setVersion(null);
    names.setLevelValue(null);
    names.setLogger("logger");
    names.setThread("thread");
    return names;
  }
}
