package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.log.Redaction;
import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Wrong usage, told in a line or two: what is wrong, what may have been meant, and where to read
 * on. Values are masked: a misspelt option may have carried a secret, and what a service prints
 * ends up in a log.
 */
public final class UsageProblem implements IParameterExceptionHandler {
  private static final Pattern ASSIGNED = Pattern.compile("=[^\\s',\"]+");

  private final Redaction redaction = Redaction.knowing(List.of());

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    String message = redaction.apply(withoutValues(problem));
    err.println(
        "jetbridge: " + ASSIGNED.matcher(message).replaceAll(Matcher.quoteReplacement("=...")));
    boolean unused = UnmatchedArgumentException.printSuggestions(problem, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** The message, without what may be the value of an option that is misspelt. */
  private static String withoutValues(ParameterException problem) {
    String message = String.valueOf(problem.getMessage());
    // Where there are commands to choose from it is one of them that is misspelt.
    if (!(problem instanceof UnmatchedArgumentException unmatched)
        || !problem.getCommandLine().getSubcommands().isEmpty()) {
      return message;
    }
    for (String argument : unmatched.getUnmatched()) {
      if (!argument.startsWith("-")) {
        message = message.replace("'" + argument + "'", "'...'");
      }
    }
    return message;
  }
}
