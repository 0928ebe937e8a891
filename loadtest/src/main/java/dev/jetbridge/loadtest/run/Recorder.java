package dev.jetbridge.loadtest.run;

import dev.jetbridge.loadtest.crowd.CatchUp;
import dev.jetbridge.loadtest.crowd.Cohort;
import dev.jetbridge.loadtest.crowd.Crowd;
import dev.jetbridge.loadtest.crowd.Interval;
import dev.jetbridge.loadtest.measure.Latencies;
import dev.jetbridge.loadtest.measure.Processes;
import dev.jetbridge.loadtest.measure.Processes.Usage;
import dev.jetbridge.loadtest.measure.Quantiles;
import dev.jetbridge.loadtest.result.SecondRow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Gathers what the crowd and the processes do into seconds and totals. One thread. */
final class Recorder {
  private static final double NANOS = 1e9;

  private final Crowd crowd;
  private final ProcessWatch watch;
  private final LongSupplier published;
  private final boolean steadyOnly;
  private final Progress progress;
  private final List<SecondRow> rows = new ArrayList<>();
  private final Map<Cohort, Histogram> latency = new EnumMap<>(Cohort.class);
  private final Histogram connecting = Latencies.histogram();
  private final Histogram loopLag = Latencies.histogram();
  private final Histogram readLag = Latencies.histogram();
  private final Map<String, Long> closes = new TreeMap<>();
  private final Map<Integer, List<Long>> caughtUp = new HashMap<>();
  private final Map<String, Long> residentMost = new HashMap<>();
  private Histogram second = Latencies.histogram();
  private Histogram step = Latencies.histogram();
  private long delivered;
  private long bytes;
  private long opened;
  private int open;
  private int stopped;
  private long missing;
  private long violations;
  private long loopCpuNanos;
  private int loops;
  private long measureStart = -1;
  private long rowStart = System.nanoTime();
  private long rowDelivered;
  private long rowBytes;
  private long rowPublished;
  private long rowOpened;
  private Map<String, Usage> rowUsage;

  /** Counters at one moment. */
  record Mark(
      long nanos,
      long published,
      long delivered,
      long bytes,
      long loopCpuNanos,
      Map<String, Usage> usage,
      Processes.Machine machine) {}

  /**
   * @param steadyOnly whether the headline is about steady viewers alone
   */
  Recorder(
      Crowd crowd,
      ProcessWatch watch,
      LongSupplier published,
      boolean steadyOnly,
      Progress progress) {
    this.crowd = crowd;
    this.watch = watch;
    this.published = published;
    this.steadyOnly = steadyOnly;
    this.progress = progress;
    this.rowUsage = watch.sample();
  }

  /** Takes in what has happened; a row is written once it is a second long. */
  void poll() {
    take(crowd.poll());
    if (nanosLeft() <= 0) {
      closeRow();
    }
  }

  /** How long this row's second still lasts. */
  long nanosLeft() {
    return rowStart + (long) NANOS - System.nanoTime();
  }

  private void take(Interval interval) {
    delivered += interval.delivered();
    bytes += interval.bytes();
    opened += interval.opened();
    open = interval.open();
    stopped = interval.stopped();
    missing = interval.missing();
    violations = interval.violations().values().stream().mapToLong(Long::longValue).sum();
    loopCpuNanos = interval.loopCpuNanos();
    loops = interval.loops();
    connecting.add(interval.connecting());
    readLag.add(interval.readLag());
    if (measureStart >= 0) {
      loopLag.add(interval.loopLag());
    }
    interval.closes().forEach((how, count) -> closes.merge(how, count, Long::sum));
    interval
        .latency()
        .forEach((cohort, histogram) -> {
          latency.computeIfAbsent(cohort, key -> Latencies.histogram()).add(histogram);
          if (isHeadline(cohort)) {
            second.add(histogram);
            step.add(histogram);
          }
        });
    for (CatchUp one : interval.caughtUp()) {
      caughtUp.computeIfAbsent(one.storm(), key -> new ArrayList<>()).add(one.nanos());
    }
  }

  private boolean isHeadline(Cohort cohort) {
    return cohort == Cohort.STEADY || !steadyOnly;
  }

  private void closeRow() {
    long now = System.nanoTime();
    double seconds = (now - rowStart) / NANOS;
    Quantiles quantiles = Quantiles.of(second);
    Map<String, Usage> usage = watch.sample();
    Map<String, SecondRow.Load> loads = new LinkedHashMap<>();
    usage.forEach((role, used) -> {
      Usage before = rowUsage.getOrDefault(role, used);
      double cpu = (used.cpuNanos() - before.cpuNanos()) / NANOS / seconds;
      loads.put(role, new SecondRow.Load(Math.max(0, cpu), used.residentBytes()));
      residentMost.merge(role, used.residentBytes(), Math::max);
    });
    long publishedNow = published.getAsLong();
    SecondRow row =
        new SecondRow(
            measureStart < 0 ? -1 : (rowStart - measureStart) / NANOS,
            seconds,
            publishedNow - rowPublished,
            delivered - rowDelivered,
            bytes - rowBytes,
            open,
            opened - rowOpened,
            missing,
            new SecondRow.Percentiles(
                quantiles.p50(),
                quantiles.p90(),
                quantiles.p99(),
                quantiles.p999(),
                quantiles.max()),
            loads);
    if (measureStart >= 0) {
      rows.add(row);
    }
    progress.second(row, second, violations);
    startRow(now);
  }

  private void startRow(long now) {
    rowStart = now;
    rowUsage = watch.sample();
    rowDelivered = delivered;
    rowBytes = bytes;
    rowPublished = published.getAsLong();
    rowOpened = opened;
    second = Latencies.histogram();
  }

  /** Begins to keep rows: the warm-up is over. */
  void beginMeasuring() {
    poll();
    measureStart = System.nanoTime();
    startRow(measureStart);
    step = Latencies.histogram();
  }

  /** Counters as of now. */
  Mark mark() {
    take(crowd.poll());
    return new Mark(
        System.nanoTime(),
        published.getAsLong(),
        delivered,
        bytes,
        loopCpuNanos,
        watch.sample(),
        Processes.machine().orElse(new Processes.Machine(0, 0)));
  }

  /** The headline's latencies since the last call. */
  Quantiles step() {
    take(crowd.poll());
    Quantiles quantiles = Quantiles.of(step);
    step = Latencies.histogram();
    return quantiles;
  }

  List<SecondRow> rows() {
    return List.copyOf(rows);
  }

  Map<Cohort, Histogram> latency() {
    return latency;
  }

  /** All cohorts that the headline is about. */
  Histogram headline() {
    Histogram all = Latencies.histogram();
    latency.forEach((cohort, histogram) -> {
      if (isHeadline(cohort)) {
        all.add(histogram);
      }
    });
    return all;
  }

  Histogram connecting() {
    return connecting;
  }

  Histogram loopLag() {
    return loopLag;
  }

  Histogram readLag() {
    return readLag;
  }

  Map<String, Long> closes() {
    return closes;
  }

  /** Times of those who have caught up after a storm; 0 for replays. */
  List<Long> caughtUp(int storm) {
    return caughtUp.getOrDefault(storm, List.of());
  }

  long residentMost(String role) {
    return residentMost.getOrDefault(role, 0L);
  }

  int open() {
    return open;
  }

  int stopped() {
    return stopped;
  }

  long opened() {
    return opened;
  }

  long delivered() {
    return delivered;
  }

  int loops() {
    return loops;
  }
}
