package dev.jetbridge.cli;

import dev.jetbridge.bridge.app.ConfigCommand;
import dev.jetbridge.bridge.app.ProbeCommand;
import dev.jetbridge.bridge.app.ServeCommand;
import dev.jetbridge.bridge.app.ServedBridge;
import dev.jetbridge.bridge.app.ServedSnapshot;
import dev.jetbridge.bridge.app.SnapshotCommand;
import dev.jetbridge.bridge.app.UsageProblem;
import dev.jetbridge.bridge.diagnose.DiagnoseCommand;
import dev.jetbridge.bridge.log.Logs;
import dev.jetbridge.client.follow.FollowCommand;
import dev.jetbridge.config.LogFormat;
import dev.jetbridge.config.LogLevel;
import dev.jetbridge.config.LogSettings;
import dev.jetbridge.demo.DemoCommand;
import dev.jetbridge.loadtest.LoadtestCommand;
import dev.jetbridge.web.WebviewCommand;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code jetbridge}: one program, a command for each job. */
@Command(
    name = "jetbridge",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = "A JetStream stream as a WebSocket feed that can be resumed.",
    synopsisSubcommandLabel = "COMMAND",
    footer = "%nIn a source tree ./jetbridge bench runs the benchmarks.",
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
public final class Main implements Runnable {
  private static final LogSettings QUIET = new LogSettings(LogFormat.TEXT, LogLevel.WARN);

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private Main() {}

  /** Runs the command that the arguments name and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Logs.start(QUIET, List.of());
    System.exit(commandLine(System.getenv()).execute(arguments));
  }

  static CommandLine commandLine(Map<String, String> environment) {
    CommandLine commands =
        new CommandLine(new Main())
            .addSubcommand(new ServeCommand(environment, ServedBridge::new))
            .addSubcommand(new SnapshotCommand(environment, ServedSnapshot::new))
            .addSubcommand(ConfigCommand.commandLine(environment))
            .addSubcommand(new ProbeCommand(environment))
            .addSubcommand(new DiagnoseCommand(environment))
            .addSubcommand(new FollowCommand())
            .addSubcommand(new WebviewCommand(environment))
            .addSubcommand(new DemoCommand())
            .addSubcommand(LoadtestCommand.commandLine(environment))
            .addSubcommand(new GenerateCompletion())
            .addSubcommand(new HelpCommand());
    versioned(commands);
    return commands
        .setParameterExceptionHandler(new UsageProblem())
        .setExecutionExceptionHandler(Main::defect);
  }

  /** One version for all commands: they are released as one. */
  private static void versioned(CommandLine command) {
    for (CommandLine subcommand : command.getSubcommands().values()) {
      subcommand.getCommandSpec().versionProvider(new BuildVersion());
      versioned(subcommand);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command found, expected one");
  }

  private static int defect(Exception defect, CommandLine command, ParseResult arguments) {
    Logger log = LoggerFactory.getLogger(Main.class);
    log.error("{} ended by a defect", command.getCommandSpec().qualifiedName(), defect);
    Logs.stop();
    return command.getCommandSpec().exitCodeOnExecutionException();
  }
}
