package dev.jetbridge.loadtest.report;

import dev.jetbridge.loadtest.result.CatchUpCurve;
import dev.jetbridge.loadtest.result.RunResult;
import dev.jetbridge.loadtest.result.SecondRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * The charts of a run. Beside another run's they have the same scales: those of {@code alongside}
 * are included.
 */
record Charts(RunResult run, List<RunResult> alongside) {
  private static final double MIB = 1 << 20;
  private static final int BINS = 48;

  /** Percentiles of each second. */
  Optional<Chart> latency() {
    List<SecondRow> rows = run.seconds().stream().filter(row -> row.latency().max() > 0).toList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    double least = extreme(row -> row.latency().p50(), false);
    double greatest = extreme(row -> row.latency().max(), true);
    return Optional.of(
        new Chart(
            "Latency over time",
            "from when an event was due until a viewer had it, of events received in each second",
            time(),
            Axis.logarithmic(least, greatest, Words::micros).marked(Words::mark),
            List.of(
                series("max", "pm", rows, row -> row.latency().max()),
                series("p99.9", "p4", rows, row -> row.latency().p999()),
                series("p99", "p3", rows, row -> row.latency().p99()),
                series("p90", "p2", rows, row -> row.latency().p90()),
                series("p50", "p1", rows, row -> row.latency().p50())),
            false));
  }

  /** Deliveries a second, and what was to be delivered. */
  Chart throughput() {
    ToDoubleFunction<SecondRow> delivered = row -> row.delivered() / row.seconds();
    ToDoubleFunction<SecondRow> due = row -> (double) row.published() * row.open() / row.seconds();
    double greatest = Math.max(extreme(delivered, true), 1);
    return new Chart(
        "Deliveries a second",
        "and events published times feeds open, unfiltered",
        time(),
        Axis.linear(0, greatest, Words::number),
        List.of(
            series("delivered", "c1", run.seconds(), delivered),
            series("published × open", "c0", run.seconds(), due)),
        false);
  }

  /** Connections opened a second, where viewers came back while it was measured. */
  Optional<Chart> connections() {
    ToDoubleFunction<SecondRow> opened = row -> row.opened() / row.seconds();
    if (run.seconds().stream().allMatch(row -> row.opened() == 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new Chart(
            "Connections opened a second",
            "by viewers that came, or came back",
            time(),
            Axis.linear(0, Math.max(extreme(opened, true), 1), Words::number),
            List.of(series("opened", "c1", run.seconds(), opened)),
            false));
  }

  /** Processors busy. */
  Chart cpu() {
    double greatest = 0.1;
    for (RunResult each : all()) {
      for (SecondRow row : each.seconds()) {
        for (SecondRow.Load load : row.processes().values()) {
          greatest = Math.max(greatest, load.cpu());
        }
      }
    }
    return new Chart(
        "Processors busy",
        "by process",
        time(),
        Axis.linear(0, greatest, Words::plain),
        perProcess(SecondRow.Load::cpu),
        false);
  }

  /** Resident memory. */
  Chart memory() {
    double greatest = 1;
    for (RunResult each : all()) {
      for (SecondRow row : each.seconds()) {
        for (SecondRow.Load load : row.processes().values()) {
          greatest = Math.max(greatest, load.residentBytes() / MIB);
        }
      }
    }
    return new Chart(
        "Resident memory",
        "MiB, by process",
        time(),
        Axis.linear(0, greatest, Words::plain),
        perProcess(load -> load.residentBytes() / MIB),
        false);
  }

  /** Viewers caught up by time. */
  Optional<Chart> catchUp() {
    if (run.catchUps().isEmpty()) {
      return Optional.empty();
    }
    List<Series> series = new ArrayList<>();
    double last = 1;
    for (RunResult each : all()) {
      for (CatchUpCurve curve : each.catchUps()) {
        last = Math.max(last, curve.millis().isEmpty() ? 1 : curve.millis().getLast());
      }
    }
    for (CatchUpCurve curve : run.catchUps().subList(0, Math.min(4, run.catchUps().size()))) {
      List<Double> shares = new ArrayList<>();
      int points = curve.millis().size();
      for (int point = 1; point <= points; point++) {
        shares.add(100.0 * point / points * curve.caughtUp() / Math.max(1, curve.expected()));
      }
      series.add(new Series(curve.name(), "c" + (series.size() + 1), curve.millis(), shares));
    }
    return Optional.of(
        new Chart(
            "Viewers caught up",
            "since they were free to come back, or began to replay",
            Axis.exact(0, last, x -> Words.micros(x * 1e3)).marked(x -> Words.mark(x * 1e3)),
            Axis.exact(0, 100, y -> Words.plain(y) + " %"),
            series,
            false));
  }

  /** How many deliveries took how long. */
  Optional<Chart> histogram() {
    Optional<Histogram> decoded = Histograms.decoded(run, "all");
    if (decoded.isEmpty() || decoded.get().getTotalCount() == 0) {
      return Optional.empty();
    }
    double least = Double.MAX_VALUE;
    double greatest = 0;
    for (RunResult each : all()) {
      Optional<Histogram> other =
          Histograms.decoded(each, "all").filter(one -> one.getTotalCount() > 0);
      if (other.isPresent()) {
        least = Math.min(least, Math.max(1, other.get().getMinNonZeroValue() / 1e3));
        greatest = Math.max(greatest, other.get().getMaxValue() / 1e3);
      }
    }
    Histogram histogram = decoded.get();
    double ratio = Math.pow(Math.max(greatest / least, 1.1), 1.0 / BINS);
    List<Double> edges = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int bin = 0; bin <= BINS; bin++) {
      double edge = least * Math.pow(ratio, bin);
      edges.add(edge);
      long low = bin == 0 ? 0 : (long) (edge * 1e3) + 1;
      long high = (long) (edge * ratio * 1e3);
      shares.add(100.0 * histogram.getCountBetweenValues(low, high) / histogram.getTotalCount());
    }
    return Optional.of(
        new Chart(
            "Distribution of latency",
            "share of deliveries",
            Axis.logarithmic(least, greatest, Words::micros).marked(Words::mark),
            Axis.linear(
                0, shares.stream().max(Double::compare).orElse(1.0), y -> Words.plain(y) + " %"),
            List.of(new Series("share", "c1", edges, shares)),
            true));
  }

  private List<RunResult> all() {
    List<RunResult> all = new ArrayList<>(alongside);
    all.add(run);
    return all;
  }

  private Axis time() {
    double end = 1;
    for (RunResult each : all()) {
      for (SecondRow row : each.seconds()) {
        end = Math.max(end, row.at() + row.seconds());
      }
    }
    return Axis.exact(0, end, x -> Words.plain(x) + " s");
  }

  private double extreme(ToDoubleFunction<SecondRow> value, boolean greatest) {
    var values =
        all().stream()
            .flatMap(each -> each.seconds().stream())
            .mapToDouble(value)
            .filter(number -> number > 0);
    return greatest ? values.max().orElse(1) : values.min().orElse(1);
  }

  private static Series series(
      String name, String style, List<SecondRow> rows, ToDoubleFunction<SecondRow> value) {
    return new Series(
        name,
        style,
        rows.stream().map(row -> row.at() + row.seconds()).toList(),
        rows.stream().map(row -> value.applyAsDouble(row)).toList());
  }

  private List<Series> perProcess(ToDoubleFunction<SecondRow.Load> value) {
    List<Series> series = new ArrayList<>();
    List<String> roles = List.of("bridge", "broker", "generator");
    for (int role = 0; role < roles.size(); role++) {
      String name = roles.get(role);
      List<SecondRow> rows =
          run.seconds().stream().filter(row -> row.processes().containsKey(name)).toList();
      if (!rows.isEmpty()) {
        series.add(
            series(name, "c" + (role + 1), rows, row -> value.applyAsDouble(load(row, name))));
      }
    }
    return series;
  }

  private static SecondRow.Load load(SecondRow row, String role) {
    return row.processes().getOrDefault(role, new SecondRow.Load(0, 0));
  }
}
