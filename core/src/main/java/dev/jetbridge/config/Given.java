package dev.jetbridge.config;

import java.util.List;

/**
 * What one source gives: at most one entry a key.
 *
 * @param entries in the order in which they stand there
 * @param problems what the source itself could not be read for
 */
record Given(List<Entry> entries, List<Problem> problems) {
  static final Given NOTHING = new Given(List.of(), List.of());

  Given {
    entries = List.copyOf(entries);
    problems = List.copyOf(problems);
  }
}
