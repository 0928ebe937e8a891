package dev.jetbridge.loadtest.report;

import dev.jetbridge.loadtest.result.RunResult;
import dev.jetbridge.loadtest.result.SecondRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The seconds of a result as comma-separated values, RFC 4180 with a header. */
public final class CsvFile {
  private static final List<String> ROLES = List.of("bridge", "broker", "generator");

  private CsvFile() {}

  public static void write(Path file, RunResult result) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder head =
        new StringBuilder(
            "at_s,seconds,published,delivered,bytes,open,opened,missing,"
                + "p50_us,p90_us,p99_us,p999_us,max_us");
    ROLES.forEach(role -> head.append(",%s_cpu,%s_rss_bytes".formatted(role, role)));
    lines.add(head.toString());
    for (SecondRow row : result.seconds()) {
      var latency = row.latency();
      StringBuilder line =
          new StringBuilder(
              Words.text(
                  "%.3f,%.3f,%d,%d,%d,%d,%d,%d,%.1f,%.1f,%.1f,%.1f,%.1f",
                  row.at(),
                  row.seconds(),
                  row.published(),
                  row.delivered(),
                  row.bytes(),
                  row.open(),
                  row.opened(),
                  row.missing(),
                  latency.p50(),
                  latency.p90(),
                  latency.p99(),
                  latency.p999(),
                  latency.max()));
      for (String role : ROLES) {
        SecondRow.Load load = row.processes().get(role);
        line.append(load == null ? ",," : Words.text(",%.4f,%d", load.cpu(), load.residentBytes()));
      }
      lines.add(line.toString());
    }
    Files.writeString(file, String.join("\r\n", lines) + "\r\n");
  }
}
