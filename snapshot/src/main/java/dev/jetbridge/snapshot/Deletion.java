package dev.jetbridge.snapshot;

import java.util.List;

/**
 * Which events take their key out of the state.
 *
 * @param types events of a CloudEvent type that fits one, at most {@value #MAX_TYPES}
 * @param nullData whether those do whose {@code data} is {@code null}; an absent one is not
 */
public record Deletion(List<TypePattern> types, boolean nullData) {
  /** The most patterns. */
  public static final int MAX_TYPES = 64;

  /** No event does. */
  public static final Deletion NONE = new Deletion(List.of(), false);

  public Deletion {
    if (types.size() > MAX_TYPES) {
      throw new IllegalArgumentException(
          types.size() + " type patterns found, expected at most " + MAX_TYPES);
    }
    types = types.stream().distinct().sorted((a, b) -> a.value().compareTo(b.value())).toList();
  }

  /** Events of these types, or with null data where {@code nullData}. */
  public static Deletion of(boolean nullData, String... types) {
    return new Deletion(java.util.Arrays.stream(types).map(TypePattern::new).toList(), nullData);
  }
}
