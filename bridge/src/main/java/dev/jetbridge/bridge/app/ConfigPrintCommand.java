package dev.jetbridge.bridge.app;

import dev.jetbridge.config.Configuration;
import dev.jetbridge.config.EffectiveValue;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code jetbridge config print}: the effective configuration as a YAML file that would give the
 * same, but for the secrets.
 */
@Command(
    name = "print",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints every key with its effective value and where that comes from.",
      "What is printed is a configuration file that gives the same; secrets, which are masked, and"
          + " keys without a value stand in it as comments."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:printed", "1:wrong usage, or the configuration is refused"},
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
final class ConfigPrintCommand implements Callable<Integer> {
  /** What YAML takes for this very text without quotes. */
  private static final Pattern PLAIN =
      Pattern.compile("(?!(?i:null)$)[A-Za-z0-9/][A-Za-z0-9_./+-]*+");

  private final Map<String, String> environment;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  ConfigPrintCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    Optional<Configuration> configuration = options.read(environment, spec.commandLine().getErr());
    if (configuration.isEmpty()) {
      return ServeExit.CONFIGURATION.code();
    }
    print(configuration.get().values());
    return 0;
  }

  private void print(List<EffectiveValue> values) {
    PrintWriter out = spec.commandLine().getOut();
    int width = values.stream().mapToInt(value -> line(value).length()).max().orElse(0);
    for (EffectiveValue value : values) {
      out.println((line(value) + " ".repeat(width)).substring(0, width) + "  # " + value.origin());
    }
    out.flush();
  }

  private static String line(EffectiveValue value) {
    @Nullable String text = value.value();
    if (text == null) {
      return "# " + value.key() + ": (no value)";
    }
    return (value.secret() ? "# " : "") + value.key() + ": " + scalar(text);
  }

  private static String scalar(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'";
  }
}
