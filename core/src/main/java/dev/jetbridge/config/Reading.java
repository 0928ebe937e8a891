package dev.jetbridge.config;

import java.util.List;

/** What reading the configuration comes to. */
public sealed interface Reading {
  /**
   * Everything is known, readable and fits together.
   *
   * @param configuration the result
   */
  record Accepted(Configuration configuration) implements Reading {}

  /**
   * Nothing can be started with this.
   *
   * @param problems all of them, at least one
   */
  record Refused(List<Problem> problems) implements Reading {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /**
   * The configuration, for callers to whom a refusal is a defect of their own.
   *
   * @throws InvalidConfiguration naming every problem
   */
  default Configuration orThrow() {
    return switch (this) {
      case Accepted accepted -> accepted.configuration();
      case Refused refused -> throw new InvalidConfiguration(refused.problems());
    };
  }
}
