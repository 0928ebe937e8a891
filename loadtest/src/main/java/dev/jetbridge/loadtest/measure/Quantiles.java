package dev.jetbridge.loadtest.measure;

import org.HdrHistogram.Histogram;

/** A histogram in a few numbers. Times are in microseconds, 0 where nothing was recorded. */
public record Quantiles(
    long count, double mean, double p50, double p90, double p99, double p999, double max) {
  private static final double NANOS_A_MICRO = 1_000;

  /** Of durations in nanoseconds. */
  public static Quantiles of(Histogram nanos) {
    if (nanos.getTotalCount() == 0) {
      return new Quantiles(0, 0, 0, 0, 0, 0, 0);
    }
    return new Quantiles(
        nanos.getTotalCount(),
        nanos.getMean() / NANOS_A_MICRO,
        at(nanos, 50),
        at(nanos, 90),
        at(nanos, 99),
        at(nanos, 99.9),
        nanos.getMaxValue() / NANOS_A_MICRO);
  }

  private static double at(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / NANOS_A_MICRO;
  }
}
