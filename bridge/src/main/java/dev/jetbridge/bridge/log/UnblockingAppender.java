package dev.jetbridge.bridge.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hands lines to a thread of its own, so that a target that takes nothing (a stuck collector, a
 * full pipe, a disk that hangs) never holds up a caller, an event loop above all. When {@value
 * #QUEUE_LINES} lines are waiting, further ones are dropped and counted; the next line that finds
 * room is preceded by one that says how many are missing.
 */
final class UnblockingAppender extends AsyncAppender {
  private static final int QUEUE_LINES = 4096;
  private static final int FLUSH_MILLIS = 1000;

  private final LongAdder dropped = new LongAdder();
  private final Logger self;
  private final String target;

  /**
   * An empty queue.
   *
   * @param self who tells of lines that are missing
   * @param target what takes the lines, in words
   */
  UnblockingAppender(Logger self, String target) {
    this.self = self;
    this.target = target;
    setName(target);
    setQueueSize(QUEUE_LINES);
    setDiscardingThreshold(0);
    setNeverBlock(true);
    setMaxFlushTime(FLUSH_MILLIS);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (getRemainingCapacity() < 2) {
      dropped.increment();
      return;
    }
    long missing = dropped.sumThenReset();
    if (missing > 0) {
      super.append(
          new LoggingEvent(
              UnblockingAppender.class.getName(),
              self,
              Level.WARN,
              missing + " log lines are missing here: " + target + " did not take them in time",
              null,
              null));
    }
    super.append(event);
  }
}
