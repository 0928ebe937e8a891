package dev.jetbridge.loadtest.report;

import dev.jetbridge.loadtest.plan.InvalidPlan;
import dev.jetbridge.loadtest.report.Metrics.Metric;
import dev.jetbridge.loadtest.report.Metrics.Unit;
import dev.jetbridge.loadtest.result.AssertionOutcome;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bound on a metric: {@code p99<50ms}, {@code lost==0}, {@code bridge.rss<=300MiB}. A metric that
 * a result does not have fails it.
 */
public record Assertion(String text, String metric, String operator, double bound, Unit unit) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([a-z][a-z0-9.-]*)\\s*(<=|>=|==|!=|<|>)\\s*(\\d+(?:\\.\\d+)?)\\s*"
              + "(us|ms|s|B|KiB|MiB|GiB)?\\s*");

  /** Reads one. */
  public static Assertion parse(String text) throws InvalidPlan {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new InvalidPlan(
          "assertion '%s' found, expected such as p99<50ms or lost==0".formatted(text));
    }
    String suffix = parts.group(4) == null ? "" : parts.group(4);
    double number = Double.parseDouble(parts.group(3));
    return new Assertion(
        text.strip(),
        parts.group(1),
        parts.group(2),
        number
            * switch (suffix) {
              case "ms", "KiB" -> suffix.equals("ms") ? 1e3 : 1 << 10;
              case "s" -> 1e6;
              case "MiB" -> 1 << 20;
              case "GiB" -> 1 << 30;
              default -> 1;
            },
        switch (suffix) {
          case "us", "ms", "s" -> Unit.MICROSECONDS;
          case "" -> Unit.COUNT;
          default -> Unit.BYTES;
        });
  }

  /** Whether it holds. */
  public AssertionOutcome check(Map<String, Metric> metrics) {
    Metric found = metrics.get(metric);
    if (found == null) {
      return new AssertionOutcome(text, "no such metric", false);
    }
    String shown = Words.metric(found);
    if (found.unit() != unit) {
      return new AssertionOutcome(text, shown + ", which is of another unit", false);
    }
    return new AssertionOutcome(text, shown, holds(found.value()));
  }

  private boolean holds(double value) {
    return switch (operator) {
      case "<" -> value < bound;
      case "<=" -> value <= bound;
      case ">" -> value > bound;
      case ">=" -> value >= bound;
      case "==" -> Double.compare(value, bound) == 0;
      default -> Double.compare(value, bound) != 0;
    };
  }
}
