package dev.jetbridge.loadtest.result;

import java.util.Map;

/**
 * One second of a run.
 *
 * @param at seconds since measuring began; the warm-up is below 0
 * @param seconds how long it really was
 * @param open viewers with an open feed
 * @param opened connections that were opened in it
 * @param missing events that have been passed over and have not come
 * @param latency in microseconds, by percentile; zeros where nothing was measured
 * @param processes by role: bridge, broker, generator
 */
public record SecondRow(
    double at,
    double seconds,
    long published,
    long delivered,
    long bytes,
    int open,
    long opened,
    long missing,
    Percentiles latency,
    Map<String, Load> processes) {
  /** Latencies in microseconds. */
  public record Percentiles(double p50, double p90, double p99, double p999, double max) {}

  /**
   * What a process used.
   *
   * @param cpu processors busy, 1 for one
   * @param residentBytes at the end of the second
   */
  public record Load(double cpu, long residentBytes) {}
}
