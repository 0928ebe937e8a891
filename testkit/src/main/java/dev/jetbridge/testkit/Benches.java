package dev.jetbridge.testkit;

import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The JMH benchmarks on the class path. */
public final class Benches {
  private Benches() {}

  /**
   * Runs each of them for a moment, with all its parameters, in this JVM. That measures nothing: it
   * shows that they still work.
   *
   * @return the names of those that ran, once for each combination of parameters
   * @throws RunnerException where one throws, with what it threw among the suppressed
   */
  public static List<String> runEachForAMoment() throws RunnerException {
    // JMH keeps other measurements of this machine out; this is none.
    System.setProperty("jmh.ignoreLock", "true");
    return new Runner(
            new OptionsBuilder()
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(5))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build())
        .run().stream().map(result -> result.getParams().getBenchmark()).toList();
  }
}
