package dev.jetbridge.loadtest.report;

import dev.jetbridge.loadtest.report.Metrics.Metric;
import dev.jetbridge.loadtest.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The numbers of two runs beside each other. */
public final class Comparison {
  private static final List<String> SHOWN =
      List.of(
          "violations",
          "gone",
          "published-per-second",
          "delivered-per-second",
          "p50",
          "p90",
          "p99",
          "p99.9",
          "max",
          "spread.p99",
          "ack.p99",
          "connect.p99",
          "bridge.cpu",
          "bridge.cpu-per-delivery",
          "bridge.rss",
          "bridge.rss-per-connection",
          "broker.cpu",
          "broker.cpu-per-delivery",
          "broker.rss",
          "generator.cpu",
          "replay.p99",
          "replay.last",
          "storm-1.p50",
          "storm-1.p99",
          "storm-1.last");

  private Comparison() {}

  /** Name, first, second, and the first as a multiple of the second. */
  static List<List<String>> rows(RunResult first, RunResult second) {
    Map<String, Metric> firsts = Metrics.of(first);
    Map<String, Metric> seconds = Metrics.of(second);
    List<List<String>> rows = new ArrayList<>();
    for (String name : SHOWN) {
      Metric one = firsts.get(name);
      Metric two = seconds.get(name);
      if (one != null && two != null) {
        boolean comparable = two.value() != 0;
        rows.add(
            List.of(
                name,
                Words.metric(one),
                Words.metric(two),
                comparable ? Words.text("%.2f", one.value() / two.value()) : ""));
      }
    }
    return rows;
  }

  /** The same as lines of text. */
  public static List<String> lines(RunResult first, RunResult second) {
    List<String> lines = new ArrayList<>();
    lines.add(Words.text("%-28s %14s %14s %8s", "compared", first.name(), second.name(), "ratio"));
    for (List<String> row : rows(first, second)) {
      lines.add(Words.text("%-28s %14s %14s %8s", row.get(0), row.get(1), row.get(2), row.get(3)));
    }
    return lines;
  }
}
