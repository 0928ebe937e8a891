package dev.jetbridge.loadtest.report;

import dev.jetbridge.loadtest.measure.Quantiles;
import dev.jetbridge.loadtest.result.AssertionOutcome;
import dev.jetbridge.loadtest.result.CatchUpCurve;
import dev.jetbridge.loadtest.result.ProcessCost;
import dev.jetbridge.loadtest.result.RunResult;
import dev.jetbridge.loadtest.result.Sample;
import dev.jetbridge.loadtest.result.SecondRow;
import dev.jetbridge.loadtest.result.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A result in some twenty lines of text. */
public final class Summary {
  private static final int SAMPLES = 5;

  private final List<String> lines = new ArrayList<>();

  private Summary() {}

  /** The lines. */
  public static List<String> of(RunResult result) {
    Summary summary = new Summary();
    summary.write(result);
    return summary.lines;
  }

  private void write(RunResult result) {
    verdict(result);
    line(
        "validity",
        result.validity().valid()
            ? "valid: the generator kept up"
            : "INVALID: " + String.join("; ", result.validity().reasons()));
    line(
        "rates",
        Words.text(
            "%s events/s published, %s deliveries/s, %s in %.1f s",
            Words.number(result.totals().publishedPerSecond()),
            Words.number(result.totals().deliveredPerSecond()),
            Words.bytes(result.totals().measuredBytes()),
            result.totals().measuredSeconds()));
    line(
        "viewers",
        "%d open at the end, %d connections made; ended: %s"
            .formatted(
                result.totals().openAtEnd(),
                result.totals().connectionsOpened(),
                closes(result.totals().closes())));
    connections(result.seconds());
    quantiles("latency", result.headline());
    if (result.latency().size() > 2) {
      result
          .latency()
          .forEach((cohort, quantiles) -> {
            if (!cohort.equals("all")) {
              quantiles("  " + cohort, quantiles);
            }
          });
    }
    result.timings().forEach(this::quantiles);
    result.catchUps().forEach(this::catchUp);
    result.steps().forEach(this::step);
    result.processes().forEach(this::process);
    result.assertions().forEach(this::assertion);
  }

  private void verdict(RunResult result) {
    var verdict = result.verdict();
    String counts =
        "%s events owed, %s delivered; %d times 4410, %d viewers turned away"
            .formatted(
                Words.number(verdict.owed()),
                Words.number(verdict.delivered()),
                verdict.gone(),
                verdict.stopped());
    if (verdict.clean()) {
      line("verdict", "clean: " + counts);
      return;
    }
    String found =
        verdict.violations().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    line("verdict", "BROKEN: " + found + "; " + counts);
    for (Sample sample :
        verdict.samples().subList(0, Math.min(SAMPLES, verdict.samples().size()))) {
      line(
          "",
          "%s: viewer %d, connection %d%s: %s"
              .formatted(
                  sample.kind(),
                  sample.viewer(),
                  sample.connection(),
                  sample.acrossReconnect() ? " (after reconnecting)" : "",
                  sample.detail()));
    }
    if (!verdict.samples().isEmpty()) {
      Sample first = verdict.samples().getFirst();
      line("around it", "what viewer %d received:".formatted(first.viewer()));
      first.frames().forEach(frame -> line("", "  " + frame));
    }
  }

  /** The curve of connections opened, where viewers came back while it was measured. */
  private void connections(List<SecondRow> seconds) {
    double[] rates = seconds.stream().mapToDouble(row -> row.opened() / row.seconds()).toArray();
    double most = Arrays.stream(rates).max().orElse(0);
    if (most > 0) {
      line(
          "opened",
          "%s %s connections in a second at most"
              .formatted(Curve.of(rates), Words.number(Math.rint(most))));
    }
  }

  private static String closes(Map<String, Long> closes) {
    return closes.isEmpty()
        ? "none"
        : closes.entrySet().stream()
            .map(entry -> entry.getValue() + " x " + entry.getKey())
            .collect(Collectors.joining(", "));
  }

  private void quantiles(String name, Quantiles quantiles) {
    if (quantiles.count() > 0) {
      line(
          name,
          "p50 %s, p90 %s, p99 %s, p99.9 %s, max %s (%s)"
              .formatted(
                  Words.micros(quantiles.p50()),
                  Words.micros(quantiles.p90()),
                  Words.micros(quantiles.p99()),
                  Words.micros(quantiles.p999()),
                  Words.micros(quantiles.max()),
                  Words.number(quantiles.count())));
    }
  }

  private void catchUp(CatchUpCurve curve) {
    line(
        curve.name(),
        "%d of %d caught up: 50 %% in %s, 99 %% in %s, all in %s"
            .formatted(
                curve.caughtUp(),
                curve.expected(),
                reached(curve.p50()),
                reached(curve.p99()),
                reached(curve.last())));
  }

  private static String reached(double millis) {
    return millis == 0 ? "never" : Words.micros(millis * 1e3);
  }

  private void step(Step step) {
    line(
        "step",
        "%s: %s deliveries/s, p50 %s, p99 %s"
            .formatted(
                step.label(),
                Words.number(step.deliveredPerSecond()),
                Words.micros(step.latency().p50()),
                Words.micros(step.latency().p99())));
  }

  private void process(ProcessCost cost) {
    line(
        cost.role(),
        Words.text(
            "%.2f CPUs, %.2f µs a delivery, %s resident at most, %s more a connection",
            cost.cpu(),
            cost.cpuMicrosPerDelivery(),
            Words.bytes(cost.residentMost()),
            Words.bytes(cost.residentPerConnection())));
  }

  private void assertion(AssertionOutcome outcome) {
    line(
        "assert",
        "%s %s: found %s"
            .formatted(outcome.held() ? "held" : "FAILED", outcome.assertion(), outcome.found()));
  }

  private void line(String name, String text) {
    lines.add("%-12s %s".formatted(name, text).stripTrailing());
  }
}
