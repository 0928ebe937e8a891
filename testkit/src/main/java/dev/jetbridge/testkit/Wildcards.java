package dev.jetbridge.testkit;

import java.util.List;

/**
 * NATS subject wildcards, written from the NATS documentation alone: {@code *} stands for one
 * token, {@code >} at the end for one or more.
 */
final class Wildcards {
  private Wildcards() {}

  static boolean matches(String filter, String subject) {
    return matches(List.of(filter.split("\\.", -1)), List.of(subject.split("\\.", -1)));
  }

  private static boolean matches(List<String> filter, List<String> subject) {
    if (filter.isEmpty() || subject.isEmpty()) {
      return filter.isEmpty() && subject.isEmpty();
    }
    String token = filter.getFirst();
    if (token.equals(">")) {
      return filter.size() == 1;
    }
    boolean fits = token.equals("*") || token.equals(subject.getFirst());
    return fits && matches(filter.subList(1, filter.size()), subject.subList(1, subject.size()));
  }
}
