package dev.jetbridge.loadtest.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lines or bars over two axes, as SVG in two sizes of which the page shows one: so that text can be
 * read on a narrow screen too. Colours are the style sheet's.
 *
 * @param bars whether values are bars between their x and the next one's
 */
record Chart(String title, String note, Axis x, Axis y, List<Series> series, boolean bars) {
  private static final int LEFT = 58;
  private static final int RIGHT = 22;
  private static final int TOP = 10;
  private static final int BOTTOM = 26;

  Chart {
    series = series.stream().map(Series::thinned).toList();
  }

  /** A figure with its title, legend and drawing. */
  String html() {
    StringBuilder html = new StringBuilder("<figure class=\"chart\">");
    html.append("<figcaption><b>").append(Html.escaped(title)).append("</b>");
    if (!note.isEmpty()) {
      html.append(" <span>").append(Html.escaped(note)).append("</span>");
    }
    html.append("</figcaption>");
    if (series.size() > 1) {
      html.append("<ul class=\"legend\">");
      for (Series one : series) {
        html.append("<li><i class=\"").append(one.style()).append("\"></i>");
        html.append(Html.escaped(one.name())).append("</li>");
      }
      html.append("</ul>");
    }
    html.append(drawing(720, 250, 8, "wide")).append(drawing(360, 230, 5, "narrow"));
    return html.append("</figure>\n").toString();
  }

  private String drawing(int width, int height, int marks, String style) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        Words.text(
            "<svg class=\"%s\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" data-left=\"%d\""
                + " data-right=\"%d\" data-series=\"%s\">",
            style,
            width,
            height,
            Html.escaped(title),
            LEFT,
            width - RIGHT,
            Html.escaped(values())));
    for (double mark : y.marks(5)) {
      double at = height - BOTTOM - y.place(mark) * (height - BOTTOM - TOP);
      svg.append(
          Words.text(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT, width - RIGHT, at, at));
      svg.append(text(LEFT - 6.0, at + 4, "end", y.mark(mark)));
    }
    for (double mark : x.marks(marks)) {
      double at = across(mark, width);
      svg.append(
          Words.text(
              "<line class=\"tick\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
              at, at, height - BOTTOM, height - BOTTOM + 4));
      svg.append(text(at, height - 8.0, "middle", x.mark(mark)));
    }
    for (Series one : series) {
      svg.append(bars ? bars(one, width, height) : line(one, width, height));
    }
    svg.append(
        Words.text(
            "<line class=\"cross\" x1=\"0\" x2=\"0\" y1=\"%d\" y2=\"%d\"/>", TOP, height - BOTTOM));
    return svg.append("</svg>").toString();
  }

  private static String text(double x, double y, String anchor, String text) {
    return Words.text(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        x, y, anchor, Html.escaped(text));
  }

  private double across(double value, int width) {
    return LEFT + x.place(value) * (width - LEFT - RIGHT);
  }

  private double down(double value, int height) {
    return height - BOTTOM - y.place(value) * (height - BOTTOM - TOP);
  }

  private String line(Series one, int width, int height) {
    String points =
        IntStream.range(0, one.xs().size())
            .mapToObj(at ->
                Words.text(
                    "%.1f,%.1f", across(one.xs().get(at), width), down(one.ys().get(at), height)))
            .collect(Collectors.joining(" "));
    return "<polyline class=\"%s\" points=\"%s\"/>".formatted(one.style(), points);
  }

  private String bars(Series one, int width, int height) {
    StringBuilder svg = new StringBuilder();
    for (int at = 0; at + 1 < one.xs().size(); at++) {
      double left = across(one.xs().get(at), width);
      double right = across(one.xs().get(at + 1), width);
      double top = down(one.ys().get(at), height);
      svg.append(
          Words.text(
              "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
              one.style(),
              left + 0.5,
              top,
              Math.max(0.5, right - left - 1),
              height - BOTTOM - top));
    }
    return svg.toString();
  }

  /** What the page's script shows under the pointer: place, label of x, and each value. */
  private String values() {
    if (series.isEmpty()) {
      return "";
    }
    Series longest = series.getFirst();
    return IntStream.range(0, longest.xs().size())
        .mapToObj(at ->
            Words.text("%.4f|", x.place(longest.xs().get(at)))
                + x.label(longest.xs().get(at))
                + series.stream()
                    .filter(one -> at < one.ys().size())
                    .map(one -> "|" + one.name() + " " + y.label(one.ys().get(at)))
                    .collect(Collectors.joining()))
        .collect(Collectors.joining(";"));
  }
}
