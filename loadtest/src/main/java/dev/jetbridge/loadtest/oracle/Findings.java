package dev.jetbridge.loadtest.oracle;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All violations counted, and of each kind the first few with their circumstances. One thread. */
public final class Findings {
  private static final int KEPT_OF_A_KIND = 20;

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final List<Violation> samples = new ArrayList<>();

  /** Counts {@code times} violations of which one is described. */
  public void add(Violation violation, long times) {
    long before = counts.merge(violation.kind(), times, Long::sum) - times;
    if (before < KEPT_OF_A_KIND) {
      samples.add(violation);
    }
  }

  /** How often each kind occurred; kinds that did not occur are left out. */
  public Map<Kind, Long> counts() {
    return new EnumMap<>(counts);
  }

  /** The first of each kind. */
  public List<Violation> samples() {
    return List.copyOf(samples);
  }

  /** All kinds together. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
