package dev.jetbridge.config;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A list of values of one type: a YAML list, or one text with commas between.
 *
 * @param item the type of each
 * @param least how many there must be at least
 */
record Listing<T>(ValueType<T> item, int least) implements ValueType<List<T>> {
  @Override
  public String name() {
    return "list of " + item.name();
  }

  @Override
  public String expected() {
    return (least > 0 ? "at least " + least + ", comma separated, each " : "a list, each ")
        + item.expected();
  }

  @Override
  public List<T> parse(String text) {
    if (text.isBlank()) {
      return List.of();
    }
    return Arrays.stream(text.split(",", -1)).map(String::strip).map(item::parse).toList();
  }

  @Override
  public boolean accepts(List<T> values) {
    return values.size() >= least && values.stream().allMatch(item::accepts);
  }

  @Override
  public String format(List<T> values) {
    return values.stream().map(item::format).collect(Collectors.joining(","));
  }
}
