package dev.jetbridge.bridge.server;

/**
 * How many frames a client may still send: as many at once as a second allows, and then as they
 * come back with time (the generic cell rate algorithm, ITU-T I.371 Annex A).
 */
final class FrameBudget {
  private static final long SECOND = 1_000_000_000L;

  private final long costNanos;
  private long emptyUntilNanos;

  /**
   * Begins with a full budget.
   *
   * @param nowNanos of {@link System#nanoTime}, here and in {@link #take}
   */
  FrameBudget(int perSecond, long nowNanos) {
    costNanos = SECOND / perSecond;
    emptyUntilNanos = nowNanos;
  }

  /** Takes one frame; false where none is left. */
  boolean take(long nowNanos) {
    long from = emptyUntilNanos - nowNanos > 0 ? emptyUntilNanos : nowNanos;
    if (from - nowNanos > SECOND - costNanos) {
      return false;
    }
    emptyUntilNanos = from + costNanos;
    return true;
  }
}
