package dev.jetbridge.loadtest.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How soon viewers had caught up after a storm, or from the beginning of a backlog.
 *
 * @param expected how many had to
 * @param p50 milliseconds until half of them had; 0 where fewer than that did
 * @param last milliseconds until all of them had; 0 where not all did
 * @param millis times of all who did, rising; of more than 400 an even selection
 */
public record CatchUpCurve(
    String name,
    int expected,
    int caughtUp,
    double p50,
    double p99,
    double last,
    List<Double> millis) {
  private static final int POINTS = 400;

  /** From each one's time in nanoseconds. */
  public static CatchUpCurve of(String name, int expected, List<Long> nanos) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return new CatchUpCurve(
        name,
        expected,
        sorted.length,
        at(sorted, expected, 0.5),
        at(sorted, expected, 0.99),
        at(sorted, expected, 1),
        points(sorted));
  }

  private static double at(long[] sorted, int expected, double share) {
    int index = (int) Math.ceil(share * expected) - 1;
    return index >= 0 && index < sorted.length ? sorted[index] / 1e6 : 0;
  }

  private static List<Double> points(long[] sorted) {
    if (sorted.length <= POINTS) {
      return Arrays.stream(sorted).mapToObj(nanos -> nanos / 1e6).toList();
    }
    List<Double> points = new ArrayList<>();
    for (int point = 0; point < POINTS; point++) {
      int index = (int) ((long) point * (sorted.length - 1) / (POINTS - 1));
      points.add(sorted[index] / 1e6);
    }
    return points;
  }
}
