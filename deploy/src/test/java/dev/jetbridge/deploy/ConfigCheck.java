package dev.jetbridge.deploy;

import dev.jetbridge.bridge.app.ConfigCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** What {@code jetbridge config check} says of a configuration. */
final class ConfigCheck {
  private ConfigCheck() {}

  /** Its problems, empty where the configuration is accepted. */
  static String problems(Map<String, String> environment, String... arguments) {
    StringWriter told = new StringWriter();
    CommandLine config =
        ConfigCommand.commandLine(environment)
            .setOut(new PrintWriter(new StringWriter(), true))
            .setErr(new PrintWriter(told, true));
    String[] line = new String[arguments.length + 1];
    line[0] = "check";
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    int code = config.execute(line);
    return code == 0 ? "" : "exit code " + code + ": " + told;
  }
}
