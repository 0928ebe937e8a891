package dev.jetbridge.bridge.app;

import dev.jetbridge.config.AdminSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
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
    exitCodeList = {"0:it is", "1:it is not, or does not answer within 4 s, or wrong usage"},
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
public final class ProbeCommand implements Callable<Integer> {
  private static final int LIMIT_MILLIS = 4_000;
  private static final int LONGEST_ANSWER = 4_096;

  private final Map<String, String> environment;

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
    this.environment = Map.copyOf(environment);
  }

  /**
   * Runs this command without the others, whose preparation is most of what a start takes: a health
   * check is asked every few seconds.
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ProbeCommand(System.getenv())).execute(arguments));
  }

  @Override
  public Integer call() {
    AdminSettings admin = options.admin(environment);
    String path = ready ? "/readyz" : "/livez";
    try {
      URI uri = new URI("http", null, host(admin), admin.port(), path, null, null);
      return ask(uri) ? 0 : 1;
    } catch (IOException | URISyntaxException e) {
      return tell("no answer from port " + admin.port() + ", expected one on " + path + ": " + e);
    }
  }

  private boolean ask(URI uri) throws IOException {
    HttpURLConnection request = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    request.setConnectTimeout(LIMIT_MILLIS);
    request.setReadTimeout(LIMIT_MILLIS);
    request.setInstanceFollowRedirects(false);
    int status = request.getResponseCode();
    boolean isYes = status == HttpURLConnection.HTTP_OK;
    String answer = text(isYes ? request.getInputStream() : request.getErrorStream());
    if (isYes) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(answer);
      out.flush();
    } else {
      int unused = tell(status + " found, expected 200 on " + uri + ": " + answer);
    }
    return isYes;
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
