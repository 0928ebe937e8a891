package dev.jetbridge.loadtest.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a chart.
 *
 * @param style its CSS class
 */
record Series(String name, String style, List<Double> xs, List<Double> ys) {
  private static final int POINTS = 300;

  Series {
    xs = List.copyOf(xs);
    ys = List.copyOf(ys);
  }

  double least() {
    return ys.stream().filter(y -> y > 0).mapToDouble(Double::doubleValue).min().orElse(0);
  }

  double greatest() {
    return ys.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /** The same with at most 300 points: of neighbours the one with the greatest value. */
  Series thinned() {
    if (xs.size() <= POINTS) {
      return this;
    }
    List<Double> fewerXs = new ArrayList<>();
    List<Double> fewerYs = new ArrayList<>();
    for (int point = 0; point < POINTS; point++) {
      int first = (int) ((long) point * xs.size() / POINTS);
      int end = (int) ((long) (point + 1) * xs.size() / POINTS);
      int greatest = first;
      for (int at = first; at < end; at++) {
        greatest = ys.get(at) > ys.get(greatest) ? at : greatest;
      }
      fewerXs.add(xs.get(greatest));
      fewerYs.add(ys.get(greatest));
    }
    return new Series(name, style, fewerXs, fewerYs);
  }
}
