package dev.jetbridge.loadtest;

import dev.jetbridge.loadtest.plan.InvalidPlan;
import dev.jetbridge.loadtest.plan.Plan;
import dev.jetbridge.loadtest.report.LiveView;
import dev.jetbridge.loadtest.report.PlainView;
import dev.jetbridge.loadtest.run.Progress;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a run's progress is shown. */
record Views(List<Progress> progress, @Nullable LiveView live) implements AutoCloseable {
  /**
   * What is asked for.
   *
   * @param term the terminal's kind, empty where there is none
   */
  static Views of(String asked, Plan plan, String term, PrintWriter err) throws InvalidPlan {
    return switch (asked) {
      case "live" -> live(plan, err);
      case "lines" -> lines(err);
      case "none" -> new Views(List.of(), null);
      case "auto" -> Terminal.isWatched(term) ? live(plan, err) : lines(err);
      default ->
          throw new InvalidPlan(
              "view: '%s' found, expected auto, live, lines or none".formatted(asked));
    };
  }

  private static Views lines(PrintWriter err) {
    return new Views(List.of(new PlainView(err)), null);
  }

  private static Views live(Plan plan, PrintWriter err) {
    LiveView live = new LiveView(err, plan.name(), plan.load().duration().toSeconds());
    return new Views(List.of(live), live);
  }

  @Override
  public void close() {
    if (live != null) {
      live.close();
    }
  }
}
