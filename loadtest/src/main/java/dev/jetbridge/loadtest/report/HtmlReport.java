package dev.jetbridge.loadtest.report;

import dev.jetbridge.loadtest.measure.Quantiles;
import dev.jetbridge.loadtest.plan.Scenario;
import dev.jetbridge.loadtest.report.Metrics.Metric;
import dev.jetbridge.loadtest.report.Metrics.Unit;
import dev.jetbridge.loadtest.result.RunResult;
import dev.jetbridge.loadtest.result.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A result as one HTML page that needs nothing else: no network, no fonts, no files beside it. With
 * another run the charts of both stand side by side, and the numbers in one table.
 */
public final class HtmlReport {
  private final RunResult run;
  private final @Nullable RunResult other;
  private final StringBuilder page = new StringBuilder();

  private HtmlReport(RunResult run, @Nullable RunResult other) {
    this.run = run;
    this.other = other;
  }

  /**
   * Writes the page.
   *
   * @param other what to compare with, or null
   */
  public static void write(Path file, RunResult run, @Nullable RunResult other) throws IOException {
    Files.writeString(file, new HtmlReport(run, other).page());
  }

  /** The page. */
  static String of(RunResult run, @Nullable RunResult other) {
    return new HtmlReport(run, other).page();
  }

  private String page() {
    String title = Html.escaped("Load test: " + run.name());
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.append("<meta name=\"color-scheme\" content=\"light dark\">");
    page.append("<title>")
        .append(title)
        .append("</title>\n<style>\n")
        .append(resource("report.css"));
    page.append("</style></head>\n<body><main>\n");
    head();
    verdict();
    tiles();
    if (other != null) {
      comparison(other);
    }
    charts();
    tables();
    page.append("</main>\n<div id=\"tip\" hidden></div>\n<script>\n").append(resource("report.js"));
    return page.append("</script></body></html>\n").toString();
  }

  private void head() {
    page.append("<header><h1>").append(Html.escaped(run.name())).append("</h1><p>");
    Optional<Scenario> scenario = Scenario.named(run.scenario());
    String question = scenario.map(Scenario::question).orElse("");
    page.append(Html.escaped(question)).append("</p><p class=\"dim\">");
    page.append(Html.escaped(run.scenario() + " at " + run.settings().getOrDefault("url", "")));
    page.append(" · ").append(Html.escaped(run.started())).append("</p></header>\n");
  }

  private void verdict() {
    var verdict = run.verdict();
    boolean clean = verdict.clean();
    page.append("<section class=\"verdict ").append(clean ? "good" : "bad").append("\"><h2>");
    page.append(clean ? "✓ The feed kept its word" : "✗ The feed broke its word")
        .append("</h2><p>");
    page.append(
        "%s events were owed to viewers, %s were delivered. %s cursors were called useless (4410), %s"
            .formatted(
                Words.number(verdict.owed()),
                Words.number(verdict.delivered()),
                Words.number(verdict.gone()),
                Words.number(verdict.stopped())));
    page.append(" viewers were turned away.</p><ul class=\"kinds\">");
    verdict
        .violations()
        .forEach((kind, count) ->
            page.append("<li class=\"")
                .append(count == 0 ? "none" : "some")
                .append("\"><b>")
                .append(Words.number(count))
                .append("</b> ")
                .append(Html.escaped(kind.replace('-', ' ')))
                .append("</li>"));
    page.append("</ul>");
    verdict.samples().forEach(this::sample);
    page.append("</section>\n");
    if (!run.validity().valid()) {
      page.append("<section class=\"verdict odd\"><h2>! The run is invalid</h2><ul>");
      run.validity()
          .reasons()
          .forEach(reason -> page.append("<li>").append(Html.escaped(reason)).append("</li>"));
      page.append("</ul></section>\n");
    }
    run.assertions()
        .forEach(outcome ->
            page.append("<p class=\"assertion ")
                .append(outcome.held() ? "good" : "bad")
                .append("\"><b>")
                .append(outcome.held() ? "held" : "failed")
                .append("</b> <code>")
                .append(Html.escaped(outcome.assertion()))
                .append("</code> found ")
                .append(Html.escaped(outcome.found()))
                .append("</p>\n"));
  }

  private void sample(Sample sample) {
    page.append("<details><summary><b>").append(Html.escaped(sample.kind())).append("</b> viewer ");
    page.append(sample.viewer()).append(", connection ").append(sample.connection());
    page.append(sample.acrossReconnect() ? " (after reconnecting)" : "").append(": ");
    page.append(Html.escaped(sample.detail())).append("</summary><pre>");
    sample.frames().forEach(frame -> page.append(Html.escaped(frame)).append('\n'));
    page.append("</pre></details>");
  }

  private void tiles() {
    Map<String, Metric> metrics = Metrics.of(run);
    page.append("<section class=\"tiles\">");
    tile("latency p50", metrics.get("p50"));
    tile("latency p99", metrics.get("p99"));
    tile("latency p99.9", metrics.get("p99.9"));
    tile("deliveries a second", metrics.get("delivered-per-second"));
    tile("first to last viewer, p99", metrics.get("spread.p99"));
    tile("bridge CPU a delivery", metrics.get("bridge.cpu-per-delivery"));
    tile("bridge memory", metrics.get("bridge.rss"));
    run.catchUps()
        .forEach(curve ->
            tile(
                curve.name() + ": 99 % caught up",
                curve.p99() == 0 ? null : new Metric(curve.p99() * 1e3, Unit.MICROSECONDS)));
    page.append("</section>\n");
  }

  private void tile(String name, @Nullable Metric metric) {
    page.append("<div><span>").append(Html.escaped(name)).append("</span><b>");
    page.append(Html.escaped(metric == null ? "–" : Words.metric(metric))).append("</b></div>");
  }

  private void comparison(RunResult with) {
    page.append("<h2>Compared with ").append(Html.escaped(with.name())).append("</h2>\n");
    page.append(
        Html.table(List.of("", run.name(), with.name(), "ratio"), Comparison.rows(run, with)));
  }

  private void charts() {
    Charts mine = new Charts(run, Optional.ofNullable(other).stream().toList());
    Charts theirs = other == null ? null : new Charts(other, List.of(run));
    pair(mine.latency(), theirs == null ? Optional.empty() : theirs.latency());
    pair(Optional.of(mine.throughput()), Optional.ofNullable(theirs).map(Charts::throughput));
    pair(mine.connections(), theirs == null ? Optional.empty() : theirs.connections());
    pair(mine.catchUp(), theirs == null ? Optional.empty() : theirs.catchUp());
    pair(mine.histogram(), theirs == null ? Optional.empty() : theirs.histogram());
    pair(Optional.of(mine.cpu()), Optional.ofNullable(theirs).map(Charts::cpu));
    pair(Optional.of(mine.memory()), Optional.ofNullable(theirs).map(Charts::memory));
  }

  private void pair(Optional<Chart> mine, Optional<Chart> theirs) {
    if (mine.isEmpty() && theirs.isEmpty()) {
      return;
    }
    page.append("<section class=\"").append(other == null ? "one" : "two").append("\">");
    named(run, mine);
    if (other != null) {
      named(other, theirs);
    }
    page.append("</section>\n");
  }

  private void named(RunResult whose, Optional<Chart> chart) {
    page.append("<div>");
    if (other != null) {
      page.append("<p class=\"run\">").append(Html.escaped(whose.name())).append("</p>");
    }
    page.append(chart.map(Chart::html).orElse("<p class=\"dim\">nothing to draw</p>"));
    page.append("</div>");
  }

  private void tables() {
    page.append("<h2>Times</h2>\n");
    List<List<String>> rows = new ArrayList<>();
    run.latency().forEach((name, one) -> row(rows, "latency, " + name, one));
    run.timings().forEach((name, one) -> row(rows, name, one));
    page.append(
        Html.table(List.of("", "count", "mean", "p50", "p90", "p99", "p99.9", "max"), rows));
    if (!run.steps().isEmpty()) {
      page.append("<h2>Steps</h2>\n");
      page.append(
          Html.table(
              List.of("", "deliveries/s", "p50", "p99", "p99.9", "max"),
              run.steps().stream()
                  .map(step ->
                      List.of(
                          step.label(),
                          Words.number(step.deliveredPerSecond()),
                          Words.micros(step.latency().p50()),
                          Words.micros(step.latency().p99()),
                          Words.micros(step.latency().p999()),
                          Words.micros(step.latency().max())))
                  .toList()));
    }
    page.append("<h2>Processes</h2>\n");
    page.append(
        Html.table(
            List.of("", "CPUs", "CPU a delivery", "memory before", "most", "a connection"),
            run.processes().stream()
                .map(cost ->
                    List.of(
                        cost.role(),
                        Words.text("%.2f", cost.cpu()),
                        Words.micros(cost.cpuMicrosPerDelivery()),
                        Words.bytes(cost.residentBefore()),
                        Words.bytes(cost.residentMost()),
                        Words.bytes(cost.residentPerConnection())))
                .toList()));
    page.append("<h2>Counts</h2>\n").append(Html.facts(counts()));
    page.append("<h2>Settings</h2>\n").append(Html.facts(run.settings()));
    page.append("<h2>Environment</h2>\n").append(Html.facts(run.environment()));
  }

  private Map<String, String> counts() {
    var totals = run.totals();
    Map<String, String> counts = new LinkedHashMap<>();
    counts.put("published", Words.number(totals.published()));
    counts.put("acknowledged", Words.number(totals.acknowledged()));
    counts.put("unacknowledged", Words.number(totals.unacknowledged()));
    counts.put("refused by the broker", Words.number(totals.refused()));
    counts.put("connections made", Words.number(totals.connectionsOpened()));
    counts.put("open at the end", Words.number(totals.openAtEnd()));
    totals
        .closes()
        .forEach((how, count) -> counts.put("connections ended: " + how, Words.number(count)));
    return counts;
  }

  private static void row(List<List<String>> rows, String name, Quantiles quantiles) {
    if (quantiles.count() > 0) {
      rows.add(
          Stream.concat(
                  Stream.of(name, Words.number(quantiles.count())),
                  Stream.of(
                          quantiles.mean(),
                          quantiles.p50(),
                          quantiles.p90(),
                          quantiles.p99(),
                          quantiles.p999(),
                          quantiles.max())
                      .map(Words::micros))
              .toList());
    }
  }

  private static String resource(String name) {
    try (@Nullable InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the resource " + name + " cannot be read", e);
    }
  }
}
