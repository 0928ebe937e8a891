package dev.jetbridge.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that a program, not an operator, got wrong. The message lists all problems. */
public final class InvalidConfiguration extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidConfiguration(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
  }
}
