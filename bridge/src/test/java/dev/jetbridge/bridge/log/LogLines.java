package dev.jetbridge.bridge.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged from its making to its close, by one logger and those below it. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;

  private LogLines(String name) {
    this.logger = (Logger) LoggerFactory.getLogger(name);
  }

  /** Listens from now on. */
  public static LogLines of(String logger) {
    LogLines lines = new LogLines(logger);
    lines.start();
    lines.logger.addAppender(lines);
    return lines;
  }

  /** The messages of a level or above. */
  public List<String> from(Level level) {
    return lines.stream()
        .filter(line -> line.getLevel().isGreaterOrEqual(level))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  protected void append(ILoggingEvent line) {
    lines.add(line);
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    stop();
  }
}
