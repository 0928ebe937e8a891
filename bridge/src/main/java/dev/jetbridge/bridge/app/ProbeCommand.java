package dev.jetbridge.bridge.app;

import dev.jetbridge.config.AdminSettings;
import dev.jetbridge.config.DurationText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code jetbridge probe}: one question to the admin port of a bridge on this machine, for a
 * container's health check, where there is no curl.
 */
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Asks the bridge that runs on this machine whether it is alive, or ready.",
      "The port is admin.port of the configuration, of which nothing else is looked at: give this"
          + " command the same file, environment and --set as the bridge."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it is", "1:it is not, or has not answered after 4 s in all, or wrong usage"},
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
public final class ProbeCommand implements Callable<Integer> {
  /** For all of it, however slowly an answer comes: a container's health check ends after 5 s. */
  private static final Duration LIMIT = Duration.ofSeconds(4);

  private static final int LONGEST_ANSWER = 4_096;

  private final Map<String, String> environment;
  private final Duration limit;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--ready",
      description =
          "Ask whether it can serve new feeds. Without: whether the process works at all.")
  private boolean ready;

  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  /**
   * A command yet to be executed.
   *
   * @param environment the process environment
   */
  public ProbeCommand(Map<String, String> environment) {
    this(environment, LIMIT);
  }

  ProbeCommand(Map<String, String> environment, Duration limit) {
    this.environment = Map.copyOf(environment);
    this.limit = limit;
  }

  /**
   * Runs this command without the others, whose preparation is most of what a start takes: a health
   * check is asked every few seconds.
   */
  public static void main(String[] arguments) {
    System.exit(commandLine(System.getenv()).execute(arguments));
  }

  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new ProbeCommand(environment))
        .setParameterExceptionHandler(new UsageProblem());
  }

  @Override
  public Integer call() throws InterruptedException {
    AdminSettings admin = options.admin(environment);
    String path = ready ? "/readyz" : "/livez";
    FutureTask<Answer> asking = new FutureTask<>(() -> ask(admin, path));
    Thread asker = new Thread(asking, "probe");
    asker.setDaemon(true);
    asker.start();
    try {
      Answer answer = asking.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (answer.status() != HttpURLConnection.HTTP_OK) {
        return tell(
            "%d found, expected 200 from port %d on %s: %s"
                .formatted(answer.status(), admin.port(), path, answer.text()));
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println(answer.text());
      out.flush();
      return 0;
    } catch (TimeoutException e) {
      return noAnswer(admin, path, "within " + DurationText.of(limit));
    } catch (ExecutionException e) {
      return noAnswer(admin, path, String.valueOf(e.getCause()));
    }
  }

  private int noAnswer(AdminSettings admin, String path, String why) {
    return tell("no answer from port " + admin.port() + ", expected one on " + path + ": " + why);
  }

  private record Answer(int status, String text) {}

  private Answer ask(AdminSettings admin, String path) throws IOException, URISyntaxException {
    URI uri = new URI("http", null, host(admin), admin.port(), path, null, null);
    HttpURLConnection request = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    request.setConnectTimeout((int) limit.toMillis());
    request.setReadTimeout((int) limit.toMillis());
    request.setInstanceFollowRedirects(false);
    int status = request.getResponseCode();
    boolean isYes = status == HttpURLConnection.HTTP_OK;
    return new Answer(status, text(isYes ? request.getInputStream() : request.getErrorStream()));
  }

  private int tell(String problem) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("jetbridge: " + problem);
    err.flush();
    return 1;
  }

  /** A bridge that listens on every address is asked on loopback. */
  private static String host(AdminSettings admin) throws IOException {
    InetAddress address = InetAddress.getByName(admin.host());
    return address.isAnyLocalAddress()
        ? InetAddress.getLoopbackAddress().getHostAddress()
        : admin.host();
  }

  private static String text(@Nullable InputStream body) throws IOException {
    try (@Nullable InputStream answer = body) {
      return answer == null
          ? ""
          : new String(answer.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8).strip();
    }
  }
}
