package dev.jetbridge.bridge.it;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Times in nanoseconds, as they are measured. Any thread. */
final class MeasuredTimes {
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

  void add(long time) {
    nanos.add(time);
  }

  int count() {
    return nanos.size();
  }

  void clear() {
    nanos.clear();
  }

  /** How many, their quantiles and the worst. */
  @Override
  public String toString() {
    long[] sorted = List.copyOf(nanos).stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted.length == 0
        ? "none"
        : "%d, p50 %.1f ms, p99 %.1f ms, worst %.1f ms"
            .formatted(
                sorted.length,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                sorted[sorted.length - 1] / 1e6);
  }
}
