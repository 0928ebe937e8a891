package dev.jetbridge.config;

import dev.jetbridge.stream.SubjectFilter;

/** A NATS subject filter. */
record Filters() implements ValueType<SubjectFilter> {
  @Override
  public String name() {
    return "subject filter";
  }

  @Override
  public String expected() {
    return "a subject filter such as orders.*.created or orders.>";
  }

  @Override
  public SubjectFilter parse(String text) {
    return new SubjectFilter(text);
  }

  @Override
  public boolean accepts(SubjectFilter value) {
    return true;
  }

  @Override
  public String format(SubjectFilter value) {
    return value.value();
  }
}
