package dev.jetbridge.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Subject filters by brute force: all filters and all subjects over a few tokens, a filter being
 * the set of subjects it matches, which is decided token by token from NATS' own words.
 */
final class FilterModel {
  private static final List<String> TOKENS = List.of("a", "b", "c");
  private static final int LONGEST = 4;

  private static final List<String> SUBJECTS = all(TOKENS);

  private FilterModel() {}

  /** Every subject of one to four tokens. */
  static List<String> subjects() {
    return SUBJECTS;
  }

  /** Every filter of one to three tokens. */
  static List<String> filters() {
    List<String> filters = new ArrayList<>();
    for (String filter : all(List.of("a", "b", "*", ">"))) {
      boolean wellFormed = !filter.contains(">.");
      if (wellFormed && filter.split("\\.").length < LONGEST) {
        filters.add(filter);
      }
    }
    return filters;
  }

  /** The subjects that a filter matches. */
  static Set<String> matched(String filter) {
    return SUBJECTS.stream()
        .filter(subject -> matches(filter.split("\\."), subject.split("\\."), 0))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Set<String> matched(List<String> filters) {
    Set<String> matched = new TreeSet<>();
    filters.forEach(filter -> matched.addAll(matched(filter)));
    return matched;
  }

  static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static boolean matches(String[] filter, String[] subject, int at) {
    if (at == filter.length || at == subject.length) {
      return at == filter.length && at == subject.length;
    }
    if (filter[at].equals(">")) {
      return true;
    }
    return (filter[at].equals("*") || filter[at].equals(subject[at]))
        && matches(filter, subject, at + 1);
  }

  private static List<String> all(List<String> tokens) {
    List<String> made = new ArrayList<>();
    List<String> last = List.of("");
    for (int length = 1; length <= LONGEST; length++) {
      List<String> longer = new ArrayList<>();
      for (String start : last) {
        for (String token : tokens) {
          longer.add(start.isEmpty() ? token : start + '.' + token);
        }
      }
      made.addAll(longer);
      last = longer;
    }
    return made;
  }
}
