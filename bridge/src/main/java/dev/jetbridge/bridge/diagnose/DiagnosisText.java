package dev.jetbridge.bridge.diagnose;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** A bridge's diagnostics for people: what was found first, then connections and events. */
final class DiagnosisText {
  private static final int WIDTH = 100;
  private static final String INDENT = "    ";

  private final StringBuilder text = new StringBuilder();
  private final JsonNode report;

  private DiagnosisText(JsonNode report) {
    this.report = report;
  }

  /**
   * Writes it.
   *
   * @param events how many of the newest events to show
   */
  static String of(JsonNode report, int events) {
    DiagnosisText text = new DiagnosisText(report);
    text.findings();
    text.connections();
    text.events(events);
    return text.text.toString();
  }

  private void findings() {
    JsonNode findings = report.path("findings");
    if (findings.isEmpty()) {
      line("Nothing found at " + time(report.path("time")) + ".");
      return;
    }
    line(findings.size() + " found at " + time(report.path("time")) + ":");
    for (JsonNode finding : findings) {
      line("");
      line(
          "  %s on %s, since %s, last %s"
              .formatted(
                  plain(finding.path("pattern").asText()),
                  plain(finding.path("connection").asText()),
                  time(finding.path("first")),
                  time(finding.path("last"))));
      wrapped(plain(finding.path("summary").asText()));
      wrapped("-> " + plain(finding.path("advice").asText()));
    }
  }

  private void connections() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("CONNECTION", "STATE", "SINCE", "CLIENT", "CREDENTIALS EXPIRE", "SERVER"));
    for (JsonNode connection : report.path("connections")) {
      boolean up = connection.path("connected").asBoolean();
      rows.add(
          List.of(
              plain(connection.path("name").asText()),
              up ? "up" : "down",
              time(connection.path("since")),
              up ? connection.path("client").asText() : "-",
              connection.has("credentials_expire")
                  ? time(connection.path("credentials_expire"))
                  : "-",
              plain(connection.path(up ? "server" : "fault").asText())));
    }
    line("");
    table(rows);
  }

  private void events(int most) {
    JsonNode entries = report.path("events").path("entries");
    int from = Math.max(0, entries.size() - most);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("TIME", "CONNECTION", "CLIENT", "EVENT", "BY", "TIMES", "CAUSE"));
    for (int i = from; i < entries.size(); i++) {
      JsonNode entry = entries.get(i);
      rows.add(
          List.of(
              time(entry.path("time")),
              plain(entry.path("connection").asText()),
              entry.has("client") ? entry.path("client").asText() : "-",
              plain(entry.path("kind").asText()),
              plain(entry.path("party").asText()),
              entry.path("count").asText(),
              plain(entry.path("cause").asText())));
    }
    line("");
    table(rows);
    if (from > 0) {
      line(from + " earlier events are not shown: --events N shows more, --json all.");
    }
    long forgotten = report.path("events").path("forgotten").asLong();
    if (forgotten > 0) {
      line(forgotten + " older events are forgotten: diagnostics.events keeps more.");
    }
  }

  private void table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns - 1; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      line(line.append(row.getLast()).toString());
    }
  }

  private void wrapped(String words) {
    StringBuilder line = new StringBuilder(INDENT);
    for (String word : words.split(" ", -1)) {
      if (line.length() + word.length() > WIDTH && line.length() > INDENT.length()) {
        line(line.toString().stripTrailing());
        line = new StringBuilder(INDENT);
      }
      line.append(word).append(' ');
    }
    line(line.toString().stripTrailing());
  }

  private void line(String line) {
    text.append(line).append(System.lineSeparator());
  }

  private static String time(JsonNode time) {
    try {
      return Instant.parse(time.asText()).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeException e) {
      return "-";
    }
  }

  /** Text of another machine, without what a terminal would obey. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }
}
