package dev.jetbridge.bridge.diagnostics;

import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.encoder.EchoEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.bridge.log.FileTrouble;
import dev.jetbridge.bridge.log.WritableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that events are appended to, one JSON object a line; full, it is set aside, compressed as
 * {@code <file>.1.gz} and so on, and a new one begun. Whoever hands over an event waits for
 * nothing: it is written by a thread of the file, and left out where {@value #WAITING} wait there.
 * What keeps events from the file is told to the log: how many were left out, once there is room
 * again, and a disk that is full or gone.
 */
final class EventFile implements Consumer<Occurrence>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventFile.class);
  private static final int WAITING = 1_000;
  private static final int IDLE_SECONDS = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ContextBase context = new ContextBase();
  private final RollingFileAppender<String> lines = new RollingFileAppender<>();
  private final LongAdder leftOut = new LongAdder();
  private final ThreadPoolExecutor writer = oneThread(leftOut);

  /**
   * Begins to write.
   *
   * @param maxBytes size at which it is set aside
   * @param keep how many are kept beside it
   * @throws IOException where it cannot be written
   */
  EventFile(Path file, long maxBytes, int keep) throws IOException {
    WritableFile.check(file);
    context.start();
    context.getStatusManager().add(new FileTrouble(LOG, "The file of events"));
    lines.setContext(context);
    lines.setFile(file.toString());

    EchoEncoder<String> encoder = new EchoEncoder<>();
    encoder.setContext(context);
    encoder.start();
    lines.setEncoder(encoder);

    FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
    names.setContext(context);
    names.setParent(lines);
    names.setFileNamePattern(file.toString().replace("%", "\\%") + ".%i.gz");
    names.setMinIndex(1);
    names.setMaxIndex(keep);
    names.start();
    lines.setRollingPolicy(names);

    SizeBasedTriggeringPolicy<String> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(maxBytes));
    // Looked at with every line: there are few.
    size.setCheckIncrement(Duration.buildByMilliseconds(0));
    size.start();
    lines.setTriggeringPolicy(size);

    lines.start();
  }

  private static ThreadPoolExecutor oneThread(LongAdder leftOut) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "jetbridge-events");
              thread.setDaemon(true);
              return thread;
            },
            (task, full) -> leftOut.increment());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  @Override
  public void accept(Occurrence occurrence) {
    writer.execute(() -> write(occurrence));
  }

  private void write(Occurrence occurrence) {
    try {
      lines.doAppend(JSON.writeValueAsString(EventJson.of(occurrence)));
    } catch (JsonProcessingException e) {
      LOG.error("An event could not be written as JSON", e);
    }
    if (writer.getQueue().isEmpty()) {
      tellLeftOut();
    }
  }

  private void tellLeftOut() {
    long count = leftOut.sumThenReset();
    if (count > 0) {
      LOG.warn(
          "The file of events: {} were left out, {} were waiting to be written already",
          count,
          WAITING);
    }
  }

  /** Writes out what is waiting, for a second at most. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.warn("{} events were not written in time", writer.getQueue().size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tellLeftOut();
    lines.stop();
    context.stop();
  }
}
