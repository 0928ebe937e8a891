package dev.jetbridge.loadtest.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * What the oracle found.
 *
 * @param owed events that viewers should have been shown, all together
 * @param delivered different ones that they were shown
 * @param gone how often a cursor was called useless (4410)
 * @param stopped viewers that were turned away for good
 * @param violations by kind, every kind, also those that did not occur
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Verdict(
    long owed,
    long delivered,
    long gone,
    int stopped,
    Map<String, Long> violations,
    List<Sample> samples) {
  /** Whether the feed kept its word. */
  public boolean clean() {
    return violations.values().stream().allMatch(count -> count == 0);
  }

  /** All violations together. */
  public long total() {
    return violations.values().stream().mapToLong(Long::longValue).sum();
  }
}
