package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.measure.Spread;
import dev.jetbridge.loadtest.oracle.Kind;
import dev.jetbridge.loadtest.oracle.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What viewers came to in the end.
 *
 * @param owed how many events they should have been shown, all together
 * @param delivered how many different events they were shown
 * @param samples the first violations of each kind
 */
public record Ending(
    long owed,
    long delivered,
    long gone,
    int stopped,
    Map<Kind, Long> violations,
    List<Violation> samples,
    Spread spread) {
  /** Several as one. */
  public static Ending sum(List<Ending> parts) {
    Map<Kind, Long> violations = new EnumMap<>(Kind.class);
    List<Violation> samples = new ArrayList<>();
    Spread spread = new Spread();
    for (Ending part : parts) {
      part.violations.forEach((kind, count) -> violations.merge(kind, count, Long::sum));
      samples.addAll(part.samples);
      spread.join(part.spread);
    }
    return new Ending(
        parts.stream().mapToLong(Ending::owed).sum(),
        parts.stream().mapToLong(Ending::delivered).sum(),
        parts.stream().mapToLong(Ending::gone).sum(),
        parts.stream().mapToInt(Ending::stopped).sum(),
        violations,
        samples,
        spread);
  }
}
