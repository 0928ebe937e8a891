package dev.jetbridge.loadtest.report;

import dev.jetbridge.loadtest.result.SecondRow;
import dev.jetbridge.loadtest.run.Progress;
import java.io.PrintWriter;
import org.HdrHistogram.Histogram;

/** A run's progress, a line a second, for logs and pipes. */
public final class PlainView implements Progress {
  private final PrintWriter out;

  public PlainView(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void phase(String phase) {
    out.println("-- " + phase);
    out.flush();
  }

  @Override
  public void second(SecondRow row, Histogram latency, long violations) {
    String when = row.at() < 0 ? "      " : Words.text("%5.0fs", row.at() + row.seconds());
    out.println(
        "%s %6d open %9s/s in %11s/s out  p50 %8s  p99 %8s%s"
            .formatted(
                when,
                row.open(),
                Words.number(Math.rint(row.published() / row.seconds())),
                Words.number(Math.rint(row.delivered() / row.seconds())),
                latency.getTotalCount() == 0 ? "-" : Words.micros(row.latency().p50()),
                latency.getTotalCount() == 0 ? "-" : Words.micros(row.latency().p99()),
                violations + row.missing() == 0
                    ? ""
                    : "  %d violations, %d missing".formatted(violations, row.missing())));
    out.flush();
  }

  @Override
  public void note(String note) {
    out.println("   " + note);
    out.flush();
  }
}
