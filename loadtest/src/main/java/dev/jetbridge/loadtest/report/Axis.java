package dev.jetbridge.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** A range of numbers along an edge of a chart, with the marks that it gets. */
final class Axis {
  private final double from;
  private final double to;
  private final boolean logarithmic;
  private final DoubleFunction<String> label;
  private final DoubleFunction<String> mark;

  private Axis(
      double from,
      double to,
      boolean logarithmic,
      DoubleFunction<String> label,
      DoubleFunction<String> mark) {
    this.mark = mark;
    this.from = from;
    this.to = to;
    this.logarithmic = logarithmic;
    this.label = label;
  }

  /** From 0, or the least value if it lies below, to a round number above the greatest. */
  static Axis linear(double least, double greatest, DoubleFunction<String> label) {
    double from = Math.min(0, least);
    double step = step(Math.max(greatest - from, 1e-9));
    return new Axis(from, Math.ceil(greatest / step + 1e-9) * step, false, label, label);
  }

  /** Exactly from one number to another. */
  static Axis exact(double from, double to, DoubleFunction<String> label) {
    return new Axis(from, to > from ? to : from + 1, false, label, label);
  }

  /** Powers of ten around the values. */
  static Axis logarithmic(double least, double greatest, DoubleFunction<String> label) {
    double from = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1e-3))));
    double to = Math.pow(10, Math.ceil(Math.log10(Math.max(greatest, from * 10)) - 1e-9));
    return new Axis(from, to, true, label, label);
  }

  /** Where a number lies, 0 at the beginning and 1 at the end. */
  double place(double value) {
    double share =
        logarithmic
            ? Math.log(Math.max(value, from) / from) / Math.log(to / from)
            : (value - from) / (to - from);
    return Math.clamp(share, 0, 1);
  }

  /** The numbers that get a mark: at most about {@code most}. */
  List<Double> marks(int most) {
    List<Double> marks = new ArrayList<>();
    if (logarithmic) {
      for (double mark = from; mark <= to * 1.001; mark *= 10) {
        marks.add(mark);
      }
      return marks;
    }
    double step = step((to - from) * 5.0 / most);
    for (double mark = Math.ceil(from / step) * step; mark <= to + step / 1e6; mark += step) {
      marks.add(mark);
    }
    return marks;
  }

  /** The same axis with its marks written otherwise than values are. */
  Axis marked(DoubleFunction<String> written) {
    return new Axis(from, to, logarithmic, label, written);
  }

  /** A value in words. */
  String label(double value) {
    return label.apply(value);
  }

  /** A mark in words. */
  String mark(double value) {
    return mark.apply(value);
  }

  /** A round step of which about five make a range. */
  private static double step(double range) {
    double raw = range / 5;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double lead = raw / power;
    if (lead <= 1) {
      return power;
    }
    return lead <= 2 ? 2 * power : lead <= 5 ? 5 * power : 10 * power;
  }
}
