package dev.jetbridge.bridge.it;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression asks for by name: a metric of a bridge, with the labels that it must
 * have.
 *
 * @param metric the metric's name
 * @param labels each as {@code name="value"}; where the expression allows several values, one
 *     selector for each
 */
record SeriesSelector(String metric, List<String> labels) {
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:jetbridge|jvm|process|system|netty)_[a-z0-9_]+)(?:\\{([^}]*)})?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|=)\"([^\"]*)\"");

  /** Names that the scrape gives, not the bridge, and those that are chosen on the dashboard. */
  private static final List<String> FOREIGN = List.of("job", "instance");

  /** All that an expression asks for. */
  static List<SeriesSelector> of(String expression) {
    return SELECTOR.matcher(expression).results().flatMap(found -> each(found).stream()).toList();
  }

  private static List<SeriesSelector> each(MatchResult found) {
    List<SeriesSelector> selectors = List.of(new SeriesSelector(found.group(1), List.of()));
    if (found.group(2) == null) {
      return selectors;
    }
    Matcher matcher = MATCHER.matcher(found.group(2));
    while (matcher.find()) {
      if (!FOREIGN.contains(matcher.group(1))) {
        String values = matcher.group(3);
        selectors =
            with(
                selectors,
                matcher.group(1),
                matcher.group(2).equals("=") ? List.of(values) : List.of(values.split("\\|", -1)));
      }
    }
    return selectors;
  }

  private static List<SeriesSelector> with(
      List<SeriesSelector> selectors, String label, List<String> values) {
    List<SeriesSelector> more = new ArrayList<>();
    for (SeriesSelector selector : selectors) {
      for (String value : values) {
        List<String> labels = new ArrayList<>(selector.labels);
        labels.add(label + "=\"" + value + "\"");
        more.add(new SeriesSelector(selector.metric, labels));
      }
    }
    return more;
  }

  /** Whether a scrape, as Prometheus text, has at least one such series. */
  boolean isIn(String scrape) {
    return scrape
        .lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .anyMatch(line -> labels.stream().allMatch(line::contains));
  }
}
