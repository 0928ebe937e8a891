package dev.jetbridge.loadtest.crowd;

/**
 * Viewers to be let in.
 *
 * @param first the number of the first one in the run
 * @param perSecond how many connect in a second
 * @param beginning where their feeds begin
 * @param behind what they begin behind, where {@code beginning} says so
 * @param filter subject filters, apart by commas, in which {@code {viewer}} and {@code {subject}}
 *     stand for the viewer's number and that number modulo the number of subjects; empty for
 *     everything
 * @param bytesPerSecond how fast slow ones read; 0 for not at all
 * @param dropEveryMillis mean time after which flaky ones are cut off
 */
public record Admission(
    Cohort cohort,
    int first,
    int count,
    double perSecond,
    Beginning beginning,
    long behind,
    String filter,
    long bytesPerSecond,
    long dropEveryMillis) {
  /** Where a feed begins. */
  public enum Beginning {
    LATEST,
    EARLIEST,
    BEHIND
  }

  /** Some of them. */
  public Admission part(int from, int size, double rate) {
    return new Admission(
        cohort, from, size, rate, beginning, behind, filter, bytesPerSecond, dropEveryMillis);
  }
}
