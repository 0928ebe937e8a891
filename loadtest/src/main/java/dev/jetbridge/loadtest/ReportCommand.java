package dev.jetbridge.loadtest;

import dev.jetbridge.loadtest.plan.InvalidPlan;
import dev.jetbridge.loadtest.report.Assertion;
import dev.jetbridge.loadtest.report.JsonFile;
import dev.jetbridge.loadtest.report.Metrics;
import dev.jetbridge.loadtest.result.AssertionOutcome;
import dev.jetbridge.loadtest.result.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jetbridge loadtest report}: reports a kept result again, or two beside each other. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Reports a result that was kept as JSON, checks it, or sets it beside another.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the feed kept its word, and all assertions hold",
      "1:wrong usage, or a file that is no result",
      "2:the oracle found a violation",
      "3:an assertion failed",
      "4:the run is invalid: the generator was the bottleneck",
      "70:a defect"
    },
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
final class ReportCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "A result's JSON.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Option(
      names = "--assert",
      paramLabel = "METRIC<VALUE",
      description = "A bound in place of those that were checked at the time.")
  private List<String> assertions = new ArrayList<>();

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      RunResult result = JsonFile.read(file);
      if (!assertions.isEmpty()) {
        List<AssertionOutcome> outcomes = new ArrayList<>();
        for (String assertion : assertions) {
          outcomes.add(Assertion.parse(assertion).check(Metrics.of(result)));
        }
        result = result.with(outcomes);
      }
      output.write(result, output.other(), spec.commandLine().getOut());
      return LoadtestExit.of(result).code();
    } catch (InvalidPlan e) {
      err.println("jetbridge loadtest report: " + e.getMessage());
    } catch (IOException e) {
      err.println("jetbridge loadtest report: the report cannot be written: " + e.getMessage());
    }
    return LoadtestExit.WRONG_USAGE.code();
  }
}
