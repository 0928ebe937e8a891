package dev.jetbridge.demo;

/**
 * When events are due at a rate, whatever the broker does meanwhile (open loop): what could not be
 * published in time is published as soon as it can be, up to {@value #MOST_LATE_SECONDS} seconds'
 * worth; what is later than that is let go, so that the end of a long outage is no flood.
 */
final class Pace {
  static final int MOST_LATE_SECONDS = 10;
  private static final long SECOND = 1_000_000_000;

  private final double perSecond;
  private long origin;

  /**
   * @param perSecond events a second
   * @param now as {@link System#nanoTime()} has it, when the first event is due
   */
  Pace(double perSecond, long now) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("rate is %s, expected more than 0".formatted(perSecond));
    }
    this.perSecond = perSecond;
    this.origin = now;
  }

  /**
   * Nanoseconds from {@code now} until event number {@code index} (0 the first) is due; 0 if late.
   */
  long nanosUntil(long index, long now) {
    long due = origin + (long) (index / perSecond * SECOND);
    long late = now - due;
    if (late > MOST_LATE_SECONDS * SECOND) {
      origin += late - MOST_LATE_SECONDS * SECOND;
    }
    return Math.max(0, -late);
  }
}
