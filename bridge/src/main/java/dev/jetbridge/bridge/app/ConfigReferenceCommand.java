package dev.jetbridge.bridge.app;

import dev.jetbridge.config.ConfigurationReference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jetbridge config reference}: all keys there are. */
@Command(
    name = "reference",
    mixinStandardHelpOptions = true,
    description = "Prints what every key means, its type, range and default, as Markdown.",
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
final class ConfigReferenceCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(ConfigurationReference.markdown());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
