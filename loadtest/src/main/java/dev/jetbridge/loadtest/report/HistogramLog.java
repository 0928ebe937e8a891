package dev.jetbridge.loadtest.report;

import dev.jetbridge.loadtest.result.SecondRow;
import dev.jetbridge.loadtest.run.Progress;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** Writes each second's histogram to a log (HdrHistogram's interval log format), as it passes. */
public final class HistogramLog implements Progress, AutoCloseable {
  private final HistogramLogWriter log;
  private long rowEnd = System.currentTimeMillis();

  public HistogramLog(Path file) throws FileNotFoundException {
    log = new HistogramLogWriter(file.toFile());
    log.outputComment("latency in nanoseconds, a line a second; warm-up included, and empty there");
    log.outputLogFormatVersion();
    log.outputStartTime(rowEnd);
    log.setBaseTime(rowEnd);
    log.outputLegend();
  }

  @Override
  public void phase(String phase) {
    log.outputComment(phase);
  }

  @Override
  public void second(SecondRow row, Histogram latency, long violations) {
    latency.setStartTimeStamp(rowEnd);
    rowEnd = System.currentTimeMillis();
    latency.setEndTimeStamp(rowEnd);
    log.outputIntervalHistogram(latency);
  }

  @Override
  public void note(String note) {
    log.outputComment(note);
  }

  @Override
  public void close() {
    log.close();
  }
}
