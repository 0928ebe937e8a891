package dev.jetbridge.bridge.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.jetbridge.config.LogFileSettings;
import dev.jetbridge.config.LogFormat;
import dev.jetbridge.config.LogLevel;
import dev.jetbridge.config.LogSettings;
import dev.jetbridge.config.Secret;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The log of this process, on standard error and perhaps in a file. What logs before {@link #start}
 * is written as text from WARN up.
 */
public final class Logs {
  private static final String OURS = "dev.jetbridge";

  private Logs() {}

  /**
   * Writes from now on as the settings say. The level is that of our own loggers; libraries are
   * heard from WARN up, and from DEBUG up where ours is TRACE.
   *
   * @param secrets what is masked exactly, beside all that looks like a secret
   * @throws UnusableLogFile with the log as it was, where its file cannot be written
   */
  public static void start(LogSettings settings, Collection<Secret> secrets) {
    configure(context(), settings, secrets, System.err);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Thread.setDefaultUncaughtExceptionHandler(Logs::uncaught);
  }

  /**
   * Writes out what is waiting, for a second at most, and waits for a file that is being
   * compressed; nothing is logged after this. Who calls it while another does waits for that one.
   */
  public static void stop() {
    stop(context());
  }

  // At the end of a process both its main thread and that of its signal come here, and the first to
  // return ends the process.
  static synchronized void stop(LoggerContext context) {
    context.stop();
  }

  static void configure(
      LoggerContext context,
      LogSettings settings,
      Collection<Secret> secrets,
      OutputStream target) {
    LogFileSettings file = settings.file();
    if (file != null) {
      RotatedFile.check(file);
    }
    context.reset();
    context.start();
    Redaction redaction = Redaction.knowing(secrets);
    Supplier<Encoder<ILoggingEvent>> encoders =
        () -> encoder(context, settings.format(), redaction);
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(queue(context, "standard error", console(context, encoders.get(), target)));
    if (file != null) {
      Appender<ILoggingEvent> lines = RotatedFile.open(context, file, encoders.get());
      root.addAppender(queue(context, file.path().toString(), lines));
      context
          .getStatusManager()
          .add(new FileTrouble(context.getLogger(Logs.class), "The log's file"));
    }
    root.setLevel(others(settings.level()));
    context.getLogger(OURS).setLevel(Level.toLevel(settings.level().name()));
  }

  private static Appender<ILoggingEvent> console(
      LoggerContext context, Encoder<ILoggingEvent> encoder, OutputStream target) {
    OutputStreamAppender<ILoggingEvent> lines = new OutputStreamAppender<>();
    lines.setContext(context);
    lines.setName("lines");
    lines.setEncoder(encoder);
    lines.setOutputStream(new Unclosable(target));
    lines.start();
    return lines;
  }

  private static Appender<ILoggingEvent> queue(
      LoggerContext context, String target, Appender<ILoggingEvent> lines) {
    UnblockingAppender queue = new UnblockingAppender(context.getLogger(Logs.class), target);
    queue.setContext(context);
    queue.addAppender(lines);
    queue.start();
    return queue;
  }

  private static Encoder<ILoggingEvent> encoder(
      LoggerContext context, LogFormat format, Redaction redaction) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case JSON -> JsonLines.encoder(redaction);
          case TEXT -> text(context, redaction);
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context, Redaction redaction) {
    TextLayout layout = new TextLayout(redaction);
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setLayout(layout);
    return encoder;
  }

  private static Level others(LogLevel ours) {
    return switch (ours) {
      case ERROR -> Level.ERROR;
      case WARN, INFO, DEBUG -> Level.WARN;
      case TRACE -> Level.DEBUG;
    };
  }

  private static LoggerContext context() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      return context;
    }
    throw new IllegalStateException(
        "%s found as the SLF4J provider, expected Logback"
            .formatted(LoggerFactory.getILoggerFactory().getClass().getName()));
  }

  private static void uncaught(Thread thread, Throwable thrown) {
    LoggerFactory.getLogger(Logs.class).error("thread {} ended", thread.getName(), thrown);
  }

  /** A stream that outlives the appenders that write to it: Logback closes what it is given. */
  private static final class Unclosable extends FilterOutputStream {
    Unclosable(OutputStream target) {
      super(target);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
