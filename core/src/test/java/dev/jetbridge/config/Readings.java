package dev.jetbridge.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Readings of a configuration that lacks nothing, with a few values given beside. */
final class Readings {
  private static final List<String> ENOUGH = List.of("stream.name=ORDERS", "auth.token=t0ken");

  private Readings() {}

  static Reading of(String... assignments) {
    List<String> all = new ArrayList<>(ENOUGH);
    all.addAll(Arrays.asList(assignments));
    return ConfigurationReader.read(new Sources(null, Map.of(), all));
  }

  static Settings settings(String... assignments) {
    return of(assignments).orThrow().settings();
  }

  /** The problems of a reading that must be refused, each as it is told to an operator. */
  static List<String> problems(String... assignments) {
    return problems(of(assignments));
  }

  static List<String> problems(Reading reading) {
    return switch (reading) {
      case Reading.Accepted accepted -> throw new AssertionError("Accepted: " + accepted);
      case Reading.Refused refused -> refused.problems().stream().map(Problem::toString).toList();
    };
  }

  static List<String> told(Given given) {
    return given.problems().stream().map(Problem::toString).toList();
  }
}
