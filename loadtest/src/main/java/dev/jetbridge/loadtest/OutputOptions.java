package dev.jetbridge.loadtest;

import dev.jetbridge.loadtest.plan.InvalidPlan;
import dev.jetbridge.loadtest.report.Comparison;
import dev.jetbridge.loadtest.report.CsvFile;
import dev.jetbridge.loadtest.report.Histograms;
import dev.jetbridge.loadtest.report.HtmlReport;
import dev.jetbridge.loadtest.report.JsonFile;
import dev.jetbridge.loadtest.report.Summary;
import dev.jetbridge.loadtest.result.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a result goes besides standard output. */
final class OutputOptions {
  @Option(
      names = "--report",
      paramLabel = "FOLDER",
      description = {
        "Write everything here: report.html, result.json, seconds.csv, latency.hlog and the"
            + " distributions (*.hgrm)."
      })
  private @Nullable Path folder;

  @Option(names = "--html", paramLabel = "FILE", description = "Write the report as one HTML page.")
  private @Nullable Path html;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
  private @Nullable Path json;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write a line a second as CSV.")
  private @Nullable Path csv;

  @Option(
      names = "--compare",
      paramLabel = "FILE",
      description = "The JSON of another run, to be set beside this one.")
  private @Nullable Path compare;

  /** What to compare with, null for nothing. */
  @Nullable RunResult other() throws InvalidPlan {
    return compare == null ? null : JsonFile.read(compare);
  }

  /** Where the histogram of each second goes, null for nowhere. */
  @Nullable Path log() throws IOException {
    return folder == null ? null : Files.createDirectories(folder).resolve("latency.hlog");
  }

  /** Writes all that is asked for, and the summary. */
  void write(RunResult result, @Nullable RunResult other, PrintWriter out) throws IOException {
    Summary.of(result).forEach(out::println);
    if (other != null) {
      Comparison.lines(result, other).forEach(out::println);
    }
    if (folder != null) {
      Files.createDirectories(folder);
      HtmlReport.write(folder.resolve("report.html"), result, other);
      JsonFile.write(folder.resolve("result.json"), result);
      CsvFile.write(folder.resolve("seconds.csv"), result);
      Histograms.write(folder, result);
      out.println("report       " + folder.resolve("report.html"));
    }
    if (html != null) {
      HtmlReport.write(html, result, other);
    }
    if (json != null) {
      JsonFile.write(json, result);
    }
    if (csv != null) {
      CsvFile.write(csv, result);
    }
    out.flush();
  }
}
