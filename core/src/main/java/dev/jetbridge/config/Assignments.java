package dev.jetbridge.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Configuration from the command line: {@code --set key=value}. Of two for one key the last holds.
 */
final class Assignments {
  private Assignments() {}

  static Given read(List<String> assignments) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals > 0) {
        String key = assignment.substring(0, equals);
        String text = assignment.substring(equals + 1);
        entries.put(key, Entry.scalar(key, text, new Origin.SetOption(key)));
      } else {
        // What stands before the sign may be a bare secret: it is not repeated.
        problems.add(
            new Problem("--set", "no key with = and a value after it, expected --set key=value"));
      }
    }
    return new Given(List.copyOf(entries.values()), problems);
  }
}
