package dev.jetbridge.loadtest.report;

import dev.jetbridge.loadtest.result.SecondRow;
import dev.jetbridge.loadtest.run.Progress;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** A run's progress on a terminal: a few lines that are painted over each second. */
public final class LiveView implements Progress, AutoCloseable {
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final int HISTORY = 60;
  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter out;
  private final String name;
  private final double seconds;
  private final Deque<Double> delivered = new ArrayDeque<>();
  private final Deque<Double> latencies = new ArrayDeque<>();
  private String phase = "";
  private int painted;

  /**
   * @param seconds how long will be measured
   */
  public LiveView(PrintWriter out, String name, double seconds) {
    this.out = out;
    this.name = name;
    this.seconds = seconds;
  }

  @Override
  public void phase(String phase) {
    this.phase = phase;
    paint(List.of(title(-1)));
  }

  @Override
  public void second(SecondRow row, Histogram latency, long violations) {
    double rate = row.delivered() / row.seconds();
    push(delivered, rate);
    push(latencies, row.latency().p99());
    List<String> lines = new ArrayList<>();
    lines.add(title(row.at() + row.seconds()));
    lines.add(
        "  %,9d open   %12s/s in   %12s/s out"
            .formatted(
                row.open(),
                Words.number(Math.rint(row.published() / row.seconds())),
                Words.number(Math.rint(rate))));
    if (latency.getTotalCount() > 0) {
      lines.add(
          "  p50 %9s   p99 %9s   p99.9 %9s   max %9s"
              .formatted(
                  Words.micros(row.latency().p50()),
                  Words.micros(row.latency().p99()),
                  Words.micros(row.latency().p999()),
                  Words.micros(row.latency().max())));
    }
    lines.add("  out  " + sparks(delivered));
    lines.add("  p99  " + sparks(latencies));
    lines.add("  " + processes(row.processes()));
    lines.add(
        violations + row.missing() == 0
            ? "  " + GREEN + "nothing wrong so far" + PLAIN
            : "  %s%d violations, %d missing%s".formatted(RED, violations, row.missing(), PLAIN));
    paint(lines);
  }

  @Override
  public void note(String note) {
    clear();
    out.println("  " + note);
    painted = 0;
    out.flush();
  }

  private String title(double at) {
    String bar = "";
    if (at > 0 && seconds > 0) {
      int done = (int) Math.min(30, Math.round(30 * at / seconds));
      bar = "  %s%s %.0f s".formatted("━".repeat(done), "╌".repeat(30 - done), at);
    }
    return BOLD + name + PLAIN + "  " + phase + bar;
  }

  private static String processes(Map<String, SecondRow.Load> processes) {
    StringBuilder text = new StringBuilder();
    processes.forEach((role, load) ->
        text.append(
            Words.text("%s %.2f CPU %s   ", role, load.cpu(), Words.bytes(load.residentBytes()))));
    return text.toString().stripTrailing();
  }

  private static void push(Deque<Double> history, double value) {
    history.addLast(value);
    if (history.size() > HISTORY) {
      history.removeFirst();
    }
  }

  private static String sparks(Deque<Double> history) {
    double most = history.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    StringBuilder sparks = new StringBuilder();
    for (double value : history) {
      int height = most == 0 ? 0 : (int) Math.min(7, Math.floor(8 * value / most));
      sparks.append(BARS.charAt(height));
    }
    return sparks.toString();
  }

  private void clear() {
    if (painted > 0) {
      out.print("\u001b[%dA\u001b[J".formatted(painted));
    }
  }

  private void paint(List<String> lines) {
    clear();
    lines.forEach(out::println);
    painted = lines.size();
    out.flush();
  }

  /** Leaves the terminal as it was, without the lines. */
  @Override
  public void close() {
    clear();
    painted = 0;
    out.flush();
  }
}
