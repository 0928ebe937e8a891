package dev.jetbridge.snapshot;

import dev.jetbridge.event.SkipCause;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;

/**
 * Counts what became of the messages that a fold was given. Written by the fold's thread alone;
 * read by any, each number for itself.
 */
public final class Tally {
  final Count heldCount = new Count();
  final Count deletedCount = new Count();
  final Count withoutDataCount = new Count();
  final Count outOfScopeCount = new Count();
  private final Map<SkipCause, Count> skipped = counts(SkipCause.class);
  private final Map<NoKey, Count> unkeyed = counts(NoKey.class);

  /** Events that are, or were, held or merged into what is. */
  public long held() {
    return heldCount.get();
  }

  /** Events that deleted their key, held or not. */
  public long deleted() {
    return deletedCount.get();
  }

  /** Events without {@code data} where that is what is merged. */
  public long withoutData() {
    return withoutDataCount.get();
  }

  /** Messages on subjects beyond the scope. */
  public long outOfScope() {
    return outOfScopeCount.get();
  }

  /** Messages that are no events. */
  public long skipped(SkipCause cause) {
    return count(cause).get();
  }

  /** Events without a key. */
  public long unkeyed(NoKey cause) {
    return count(cause).get();
  }

  /** Messages that are no events, whatever the cause. */
  public long skipped() {
    return skipped.values().stream().mapToLong(Count::get).sum();
  }

  /** Events without a key, whatever the cause. */
  public long unkeyed() {
    return unkeyed.values().stream().mapToLong(Count::get).sum();
  }

  Count count(SkipCause cause) {
    return Objects.requireNonNull(skipped.get(cause));
  }

  Count count(NoKey cause) {
    return Objects.requireNonNull(unkeyed.get(cause));
  }

  private static <E extends Enum<E>> Map<E, Count> counts(Class<E> causes) {
    EnumMap<E, Count> counts = new EnumMap<>(causes);
    EnumSet.allOf(causes).forEach(cause -> counts.put(cause, new Count()));
    return Collections.unmodifiableMap(counts);
  }
}
