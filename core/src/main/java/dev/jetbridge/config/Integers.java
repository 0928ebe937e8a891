package dev.jetbridge.config;

/** Whole numbers within a range, both ends included. */
record Integers(int least, int most) implements ValueType<Integer> {
  @Override
  public String name() {
    return "integer";
  }

  @Override
  public String expected() {
    return "a whole number from " + least + " to " + most;
  }

  @Override
  public Integer parse(String text) {
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
