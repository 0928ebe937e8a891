package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.log.Redaction;
import dev.jetbridge.config.AdminSettings;
import dev.jetbridge.config.Configuration;
import dev.jetbridge.config.ConfigurationReader;
import dev.jetbridge.config.Problem;
import dev.jetbridge.config.Reading;
import dev.jetbridge.config.Sources;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the configuration is read from, as every command that reads it offers it. */
final class ConfigurationOptions {
  private static final String FILE_VARIABLE = "JETBRIDGE_CONFIG";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "YAML file to read. Unless given: the one that JETBRIDGE_CONFIG names, or none.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Sets one key, over file and environment (JETBRIDGE_ and the key in upper case, dots and"
              + " dashes as underscores). Repeat it for several.")
  private List<String> assignments = new ArrayList<>();

  /** The configuration; empty where it is refused, and every problem has been told. */
  Optional<Configuration> read(Map<String, String> environment, PrintWriter problems) {
    return switch (ConfigurationReader.read(sources(environment))) {
      case Reading.Accepted(Configuration configuration) -> Optional.of(configuration);
      case Reading.Refused(List<Problem> found) -> {
        tell(found, problems);
        yield Optional.empty();
      }
    };
  }

  /** Where the admin port is, in a configuration that need not be acceptable. */
  AdminSettings admin(Map<String, String> environment) {
    return ConfigurationReader.admin(sources(environment));
  }

  private Sources sources(Map<String, String> environment) {
    return new Sources(file(environment), environment, assignments);
  }

  private static void tell(List<Problem> problems, PrintWriter target) {
    String count = problems.size() == 1 ? "" : ", " + problems.size() + " problems";
    target.println("jetbridge: the configuration is refused" + count + ":");
    // Of a configuration that is refused it is not known what in it is a secret.
    Redaction redaction = Redaction.knowing(List.of());
    problems.forEach(problem -> target.println("  " + redaction.apply(problem.toString())));
    target.flush();
  }

  private @Nullable Path file(Map<String, String> environment) {
    String named = environment.getOrDefault(FILE_VARIABLE, "");
    return file != null || named.isBlank() ? file : Path.of(named);
  }
}
