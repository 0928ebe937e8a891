package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.oracle.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * What viewers did between two polls. Counters count that time alone; {@code open}, {@code
 * stopped}, {@code missing} and {@code violations} are as of now.
 *
 * @param latency from when an event was due until a viewer had it, by cohort
 * @param connecting from the beginning of a connection to the open feed
 * @param loopLag how late timers of the event loops fired
 * @param readLag how long measured events waited, arrived, for others on their event loop
 * @param loopCpuNanos of all event loops, and how many there are
 */
public record Interval(
    long delivered,
    long bytes,
    int open,
    int stopped,
    long opened,
    long missing,
    Map<Kind, Long> violations,
    Map<String, Long> closes,
    Map<Cohort, Histogram> latency,
    Histogram connecting,
    Histogram loopLag,
    Histogram readLag,
    long loopCpuNanos,
    int loops,
    List<CatchUp> caughtUp) {
  /** The busiest and the others as one. */
  public static Interval sum(List<Interval> parts, Supplier<Histogram> fresh) {
    Map<Kind, Long> violations = new EnumMap<>(Kind.class);
    Map<String, Long> closes = new TreeMap<>();
    Map<Cohort, Histogram> latency = new EnumMap<>(Cohort.class);
    Histogram connecting = fresh.get();
    Histogram lag = fresh.get();
    Histogram readLag = fresh.get();
    for (Interval part : parts) {
      part.violations.forEach((kind, count) -> violations.merge(kind, count, Long::sum));
      part.closes.forEach((code, count) -> closes.merge(code, count, Long::sum));
      part.latency.forEach((cohort, histogram) ->
          latency.computeIfAbsent(cohort, key -> fresh.get()).add(histogram));
      connecting.add(part.connecting);
      lag.add(part.loopLag);
      readLag.add(part.readLag);
    }
    return new Interval(
        parts.stream().mapToLong(Interval::delivered).sum(),
        parts.stream().mapToLong(Interval::bytes).sum(),
        parts.stream().mapToInt(Interval::open).sum(),
        parts.stream().mapToInt(Interval::stopped).sum(),
        parts.stream().mapToLong(Interval::opened).sum(),
        parts.stream().mapToLong(Interval::missing).sum(),
        violations,
        closes,
        latency,
        connecting,
        lag,
        readLag,
        parts.stream().mapToLong(Interval::loopCpuNanos).sum(),
        parts.stream().mapToInt(Interval::loops).sum(),
        parts.stream().flatMap(part -> part.caughtUp.stream()).toList());
  }
}
