package dev.jetbridge.bridge.diagnose;

import dev.jetbridge.config.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jetbridge diagnose URL}: what a running bridge finds of its connections to the broker. */
@Command(
    name = "diagnose",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Shows what goes wrong between a running bridge and its broker, with what to do about it;"
            + " then its connections, and what happened to them.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing was found",
      "1:wrong usage, or the token file cannot be read",
      "2:the bridge refused: token or host name",
      "3:what answered is no bridge's admin port",
      "4:something was found",
      "5:nobody answered in time",
      "70:a defect"
    },
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
public final class DiagnoseCommand implements Callable<Integer> {
  private static final String TOKEN_VARIABLE = "JETBRIDGE_ADMIN_TOKEN";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "URL",
      arity = "0..1",
      defaultValue = "http://127.0.0.1:8081",
      description = "The bridge's admin port (default: ${DEFAULT-VALUE}).")
  private String url = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File that holds admin.token, wanted from other machines. Unless given: the one in"
              + " JETBRIDGE_ADMIN_TOKEN, or none.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many of the newest events to show (default: ${DEFAULT-VALUE}).")
  private int events = 20;

  @Option(names = "--json", description = "Writes all that the bridge says, as it says it.")
  private boolean json;

  private final Map<String, String> environment;

  /** The command, reading the given process environment. */
  public DiagnoseCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (events < 0) {
      throw new ParameterException(
          spec.commandLine(), "--events " + events + " found, expected 0 or more");
    }
    return switch (AdminClient.ask(address(), token())) {
      case Answer.Report(var report) -> {
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? report.toPrettyString() + "\n" : DiagnosisText.of(report, events));
        out.flush();
        yield (report.path("findings").isEmpty() ? DiagnoseExit.NOTHING_FOUND : DiagnoseExit.FOUND)
            .code();
      }
      case Answer.Trouble(DiagnoseExit exit, String why) -> {
        PrintWriter err = spec.commandLine().getErr();
        err.println("jetbridge: " + why);
        err.flush();
        yield exit.code();
      }
    };
  }

  private URI address() {
    URI address;
    try {
      address = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), expected("no URL"), e);
    }
    String scheme = address.getScheme();
    if (scheme == null || !scheme.matches("https?") || address.getHost() == null) {
      throw new ParameterException(spec.commandLine(), expected("another kind of URL"));
    }
    if (address.getUserInfo() != null
        || address.getQuery() != null
        || address.getFragment() != null) {
      throw new ParameterException(
          spec.commandLine(), expected("a user, a query or a fragment in the URL"));
    }
    return address;
  }

  private static String expected(String found) {
    return found + " found, expected the admin port's address, such as http://127.0.0.1:8081";
  }

  private @Nullable Secret token() {
    if (tokenFile == null) {
      String token = environment.getOrDefault(TOKEN_VARIABLE, "").strip();
      return token.isEmpty() ? null : checked(token, TOKEN_VARIABLE);
    }
    try {
      return checked(Files.readString(tokenFile, StandardCharsets.UTF_8).strip(), "--token-file");
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), "--token-file " + tokenFile + " cannot be read", e);
    }
  }

  // A line break in a header would begin another one.
  private Secret checked(String token, String source) {
    if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new ParameterException(
          spec.commandLine(), source + " holds no token, expected one word of ASCII");
    }
    return new Secret(token);
  }
}
