package dev.jetbridge.loadtest.publish;

/**
 * When each event is due: an open loop, which does not wait for anything.
 *
 * @param start the time of the first, on the run's clock
 * @param perSecond events a second
 * @param burst how many are due at the same moment
 */
public record Schedule(long start, double perSecond, int burst) {
  /** Checks the numbers. */
  public Schedule {
    if (perSecond <= 0 || burst < 1) {
      throw new IllegalArgumentException(
          "%s events a second in bursts of %d, expected more than 0 and 1 or more"
              .formatted(perSecond, burst));
    }
  }

  /** When the event of this number, from 0, is due. */
  public long due(long number) {
    long ticks = number / burst;
    return start + (long) (ticks * (burst * 1e9 / perSecond));
  }
}
