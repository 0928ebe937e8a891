package dev.jetbridge.loadtest.report;

/** A curve in one line of text: a bar for each value, or for the greatest of neighbours. */
final class Curve {
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final int LONGEST = 120;

  private Curve() {}

  /** The curve of values that are not negative; nothing is a space. */
  static String of(double... values) {
    int bars = Math.min(values.length, LONGEST);
    double[] heights = new double[bars];
    double greatest = 0;
    for (int at = 0; at < values.length; at++) {
      int bar = (int) ((long) at * bars / values.length);
      heights[bar] = Math.max(heights[bar], values[at]);
      greatest = Math.max(greatest, values[at]);
    }
    StringBuilder curve = new StringBuilder();
    for (double height : heights) {
      int level = (int) Math.ceil(height / greatest * BARS.length());
      curve.append(height == 0 ? ' ' : BARS.charAt(Math.max(1, level) - 1));
    }
    return curve.toString();
  }
}
