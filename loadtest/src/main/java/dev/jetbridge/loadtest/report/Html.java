package dev.jetbridge.loadtest.report;

import java.util.Map;

/** Pieces of HTML. */
final class Html {
  private Html() {}

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Names and values. */
  static String facts(Map<String, String> facts) {
    StringBuilder html = new StringBuilder("<div class=\"scroll\"><table class=\"facts\">");
    facts.forEach((name, value) ->
        html.append("<tr><th>")
            .append(escaped(name))
            .append("</th><td>")
            .append(escaped(value))
            .append("</td></tr>"));
    return html.append("</table></div>\n").toString();
  }

  /** A table of numbers, the first column being names. */
  static String table(Iterable<String> head, Iterable<? extends Iterable<String>> rows) {
    StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
    head.forEach(cell -> html.append("<th>").append(escaped(cell)).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (Iterable<String> row : rows) {
      html.append("<tr>");
      row.forEach(cell -> html.append("<td>").append(escaped(cell)).append("</td>"));
      html.append("</tr>");
    }
    return html.append("</tbody></table></div>\n").toString();
  }
}
