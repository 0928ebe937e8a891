package dev.jetbridge.loadtest;

import dev.jetbridge.loadtest.plan.InvalidPlan;
import dev.jetbridge.loadtest.plan.Knob;
import dev.jetbridge.loadtest.plan.Plan;
import dev.jetbridge.loadtest.plan.Scenario;
import dev.jetbridge.loadtest.plan.ScenarioFile;
import dev.jetbridge.loadtest.plan.Settings;
import dev.jetbridge.loadtest.report.Assertion;
import dev.jetbridge.loadtest.report.HistogramLog;
import dev.jetbridge.loadtest.report.Metrics;
import dev.jetbridge.loadtest.result.AssertionOutcome;
import dev.jetbridge.loadtest.result.RunResult;
import dev.jetbridge.loadtest.run.Progress;
import dev.jetbridge.loadtest.run.Progresses;
import dev.jetbridge.loadtest.run.Run;
import dev.jetbridge.loadtest.run.RunFailed;
import dev.jetbridge.loadtest.worker.Workers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jetbridge loadtest}: drives a feed, and proves what it delivered. */
@Command(
    name = "loadtest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Drives a feed with load, checks every event that it delivers against what was published, and"
          + " reports rates, latencies and costs.",
      "Events are published to a stream by schedule, whether the server keeps up or not; latency"
          + " counts from the time at which an event was due."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the feed kept its word, and all assertions hold",
      "1:wrong usage",
      "2:the oracle found a violation",
      "3:an assertion failed",
      "4:the run is invalid: the generator was the bottleneck",
      "5:the run could not be carried out: no broker, no feed",
      "70:a defect"
    },
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
public final class LoadtestCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final Map<Knob, String> flags = new EnumMap<>(Knob.class);

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SCENARIO|FILE",
      description =
          "fanout, ramp, replay, storm, slow, flaky, idle, mixed, soak; or a scenario file in YAML.")
  private String what = "";

  @Option(names = "--name", paramLabel = "NAME", description = "What to call the run.")
  private @Nullable String name;

  @Option(
      names = "--assert",
      paramLabel = "METRIC<VALUE",
      description = "A bound, such as 'p99<50ms' or 'lost==0'; repeat it for several.")
  private List<String> assertions = new ArrayList<>();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--view",
      paramLabel = "auto|live|lines|none",
      defaultValue = "auto",
      description =
          "How to show progress on standard error; live needs a terminal (default:"
              + " ${DEFAULT-VALUE}).")
  private String view = "auto";

  private LoadtestCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * The command and its subcommands.
   *
   * @param environment the process environment
   */
  public static CommandLine commandLine(Map<String, String> environment) {
    LoadtestCommand command = new LoadtestCommand(environment);
    CommandSpec spec = CommandSpec.forAnnotatedObject(command);
    for (Knob.Group group : Knob.Group.values()) {
      ArgGroupSpec.Builder options =
          ArgGroupSpec.builder().heading("%n" + group.heading() + ":%n").validate(false);
      Knob.of(group).forEach(knob -> options.addArg(command.option(knob)));
      spec.addArgGroup(options.build());
    }
    return new CommandLine(spec)
        .addSubcommand(new LimitCommand())
        .addSubcommand(new ReportCommand());
  }

  private OptionSpec option(Knob knob) {
    String usual = knob.usual().isEmpty() ? "" : " (default: " + knob.usual() + ")";
    return OptionSpec.builder("--" + knob.key())
        .paramLabel("VALUE")
        .type(String.class)
        .arity("1")
        .description(knob.description().replace("%", "%%") + usual.replace("%", "%%"))
        .setter(
            new CommandLine.Model.ISetter() {
              @Override
              @SuppressWarnings("TypeParameterUnusedInFormals")
              public <T> T set(T value) {
                if (value != null) {
                  flags.put(knob, value.toString());
                }
                return value;
              }
            })
        .build();
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      return run(out, err).code();
    } catch (InvalidPlan e) {
      err.println("jetbridge loadtest: " + e.getMessage());
      return LoadtestExit.WRONG_USAGE.code();
    } catch (RunFailed e) {
      err.println("jetbridge loadtest: " + e.getMessage());
      return LoadtestExit.UNREACHABLE.code();
    } catch (IOException e) {
      err.println("jetbridge loadtest: the result cannot be written: " + e.getMessage());
      return LoadtestExit.WRONG_USAGE.code();
    }
  }

  private LoadtestExit run(PrintWriter out, PrintWriter err)
      throws InvalidPlan, RunFailed, IOException, InterruptedException {
    List<Assertion> bounds = new ArrayList<>();
    Plan plan = plan(bounds);
    RunResult other = output.other();
    RunResult result = measured(plan, err);
    List<AssertionOutcome> outcomes =
        bounds.stream().map(bound -> bound.check(Metrics.of(result))).toList();
    RunResult checked = result.with(outcomes);
    output.write(checked, other, out);
    return LoadtestExit.of(checked);
  }

  private RunResult measured(Plan plan, PrintWriter err)
      throws InvalidPlan, RunFailed, IOException, InterruptedException {
    List<Progress> heard = new ArrayList<>();
    Path log = output.log();
    try (Views shown = Views.of(view, plan, environment.getOrDefault("TERM", ""), err);
        HistogramLog written = log == null ? null : new HistogramLog(log);
        Interruption interruption = new Interruption()) {
      heard.addAll(shown.progress());
      if (written != null) {
        heard.add(written);
      }
      return new Run(
              plan,
              Workers.CROWDS,
              new Progresses(heard),
              interruption::isAsked,
              Map.of("load tester", version()))
          .execute();
    }
  }

  /** Release and revision of this build, where the program that this is a part of knows them. */
  private String version() {
    String[] lines = spec.version();
    return lines.length == 0 ? "unknown" : lines[0];
  }

  private Plan plan(List<Assertion> bounds) throws InvalidPlan {
    if (what.isEmpty()) {
      throw new InvalidPlan("no scenario found, expected one, or a scenario file");
    }
    Settings settings = new Settings();
    String token = environment.get("JETBRIDGE_TOKEN");
    if (token != null) {
      settings.set(Knob.TOKEN, token);
    }
    Optional<Scenario> named = Scenario.named(what);
    String called = what;
    Scenario scenario;
    if (named.isPresent()) {
      scenario = named.get();
      settings.set(scenario.knobs());
    } else {
      ScenarioFile file = ScenarioFile.read(Path.of(what));
      scenario =
          Scenario.named(file.scenario())
              .orElseThrow(
                  () -> new InvalidPlan("%s: no scenario '%s'".formatted(what, file.scenario())));
      settings.set(scenario.knobs()).set(file.values());
      called = file.name().isEmpty() ? file.scenario() : file.name();
      for (String assertion : file.assertions()) {
        bounds.add(Assertion.parse(assertion));
      }
    }
    settings.set(flags);
    for (String assertion : assertions) {
      bounds.add(Assertion.parse(assertion));
    }
    return Plan.of(name == null ? called : name, scenario, settings);
  }
}
