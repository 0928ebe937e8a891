package dev.jetbridge.config;

import java.util.regex.Pattern;

/** Whole numbers within a range, both ends included. */
record Integers(int least, int most) implements ValueType<Integer> {
  private static final Pattern TEXT = Pattern.compile("-?(0|[1-9]\\d*)");

  @Override
  public String name() {
    return "integer";
  }

  @Override
  public String range() {
    return least + " to " + most;
  }

  @Override
  public String expected() {
    return "a whole number from " + range();
  }

  @Override
  public Integer parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("Not a whole number: " + text);
    }
    return Integer.valueOf(text);
  }

  @Override
  public boolean accepts(Integer value) {
    return value >= least && value <= most;
  }

  @Override
  public String format(Integer value) {
    return value.toString();
  }
}
