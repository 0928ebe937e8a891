package dev.jetbridge.bridge.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * A Prometheus histogram for what happens at every delivery: two adders and no object. Micrometer's
 * timers take several times as long, for a maximum and for windows of time that nobody asks for.
 * Thread-safe.
 */
final class LatencyHistogram implements Collector {
  private static final double NANOS_PER_SECOND = 1e9;

  private final String name;
  private final String help;
  private final long[] bounds;
  private final LongAdder[] counts;
  private final LongAdder sum = new LongAdder();

  /**
   * Nothing recorded yet.
   *
   * @param name with its unit, seconds
   * @param bounds the buckets' upper ends, inclusive, rising
   */
  LatencyHistogram(String name, String help, List<Duration> bounds) {
    this.name = name;
    this.help = help;
    this.bounds = bounds.stream().mapToLong(Duration::toNanos).toArray();
    this.counts = new LongAdder[bounds.size() + 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /** Records one of 0 or more nanoseconds. */
  void record(long nanos) {
    int bucket = 0;
    while (bucket < bounds.length && nanos > bounds[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    sum.add(nanos);
  }

  @Override
  public MetricSnapshot collect() {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < counts.length; i++) {
      double end = i < bounds.length ? bounds[i] / NANOS_PER_SECOND : Double.POSITIVE_INFINITY;
      buckets.bucket(end, counts[i].sum());
    }
    return HistogramSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(sum.sum() / NANOS_PER_SECOND)
                .build())
        .build();
  }
}
