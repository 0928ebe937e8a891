package dev.jetbridge.loadtest.report;

import dev.jetbridge.loadtest.measure.Quantiles;
import dev.jetbridge.loadtest.result.CatchUpCurve;
import dev.jetbridge.loadtest.result.ProcessCost;
import dev.jetbridge.loadtest.result.RunResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers of a result by name, as assertions and comparisons use them. */
public final class Metrics {
  /** What a number counts. */
  public enum Unit {
    COUNT,
    MICROSECONDS,
    BYTES
  }

  /** A number and what it counts. */
  public record Metric(double value, Unit unit) {}

  private final Map<String, Metric> metrics = new LinkedHashMap<>();

  private Metrics() {}

  /** All numbers of a result. */
  public static Map<String, Metric> of(RunResult result) {
    Metrics metrics = new Metrics();
    metrics.add(result);
    return metrics.metrics;
  }

  private void add(RunResult result) {
    result.verdict().violations().forEach((kind, number) -> count(kind, (long) number));
    count("violations", result.verdict().total());
    count("gone", result.verdict().gone());
    count("stopped", result.verdict().stopped());
    count("owed", result.verdict().owed());
    count("delivered", result.verdict().delivered());
    count("published", result.totals().published());
    count("unacknowledged", result.totals().unacknowledged());
    count(
        "opened-per-second.most",
        result.seconds().stream().mapToDouble(row -> row.opened() / row.seconds()).max().orElse(0));
    count("delivered-per-second", result.totals().deliveredPerSecond());
    count("published-per-second", result.totals().publishedPerSecond());
    quantiles("", result.headline());
    result.latency().forEach((cohort, quantiles) -> quantiles(cohort + ".", quantiles));
    result.timings().forEach((name, quantiles) -> quantiles(name + ".", quantiles));
    for (ProcessCost cost : result.processes()) {
      count(cost.role() + ".cpu", cost.cpu());
      metrics.put(
          cost.role() + ".cpu-per-delivery",
          new Metric(cost.cpuMicrosPerDelivery(), Unit.MICROSECONDS));
      metrics.put(cost.role() + ".rss", new Metric((double) cost.residentMost(), Unit.BYTES));
      metrics.put(
          cost.role() + ".rss-per-connection",
          new Metric(cost.residentPerConnection(), Unit.BYTES));
    }
    for (CatchUpCurve curve : result.catchUps()) {
      String prefix = curve.name().replace(' ', '-') + ".";
      micros(prefix + "p50", curve.p50() * 1e3);
      micros(prefix + "p99", curve.p99() * 1e3);
      micros(prefix + "last", curve.last() * 1e3);
      count(prefix + "left-behind", (double) curve.expected() - curve.caughtUp());
    }
  }

  private void quantiles(String prefix, Quantiles quantiles) {
    if (quantiles.count() == 0) {
      return;
    }
    micros(prefix + "mean", quantiles.mean());
    micros(prefix + "p50", quantiles.p50());
    micros(prefix + "p90", quantiles.p90());
    micros(prefix + "p99", quantiles.p99());
    micros(prefix + "p99.9", quantiles.p999());
    micros(prefix + "max", quantiles.max());
  }

  private void micros(String name, double value) {
    metrics.put(name, new Metric(value, Unit.MICROSECONDS));
  }

  private void count(String name, long value) {
    count(name, (double) value);
  }

  private void count(String name, double value) {
    metrics.put(name, new Metric(value, Unit.COUNT));
  }
}
