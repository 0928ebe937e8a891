package dev.jetbridge.bridge.app;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jetbridge config}: what a bridge would be started with, and whether it would. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Explains the configuration that serve would start with.",
    synopsisSubcommandLabel = "print|check|reference",
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
public final class ConfigCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private ConfigCommand() {}

  /** The command with its subcommands, reading the given process environment. */
  public static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new ConfigCommand())
        .addSubcommand(new ConfigPrintCommand(environment))
        .addSubcommand(new ConfigCheckCommand(environment))
        .addSubcommand(new ConfigReferenceCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "No subcommand found, expected print, check or reference");
  }
}
