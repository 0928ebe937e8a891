package dev.jetbridge.loadtest.measure;

import org.HdrHistogram.Histogram;

/** Histograms of durations in nanoseconds: 1 µs to 2 hours, three digits. */
public final class Latencies {
  private static final long LOWEST = 1_000;
  private static final long HIGHEST = 7_200_000_000_000L;

  private Latencies() {}

  public static Histogram histogram() {
    return new Histogram(LOWEST, HIGHEST, 3);
  }

  /** Records a duration; one below 0 as 0, one beyond the range as its end. */
  public static void record(Histogram histogram, long nanos) {
    histogram.recordValue(Math.min(Math.max(nanos, 0), HIGHEST));
  }
}
