package dev.jetbridge.web;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jetbridge webview}: a feed to look at in a browser, which is given no token. */
@Command(
    name = "webview",
    mixinStandardHelpOptions = true,
    description = {
      "Shows a feed in a browser.",
      "Serves the console on 127.0.0.1 below an address drawn for this start, and adds the token"
          + " to what the page asks of the feed: no token reaches the browser. Ctrl-C ends it."
    },
    exitCodeOnInvalidInput = 1,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "1:wrong usage, no token in a source that was named, or the port is taken",
      "130, 143:stopped by SIGINT, SIGTERM"
    })
public final class WebviewCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      paramLabel = "URL",
      defaultValue = "ws://localhost:8080",
      description = "The feed: ws://host:port or wss://host:port (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  private URI feed;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port on 127.0.0.1 (default: any free one).")
  private int port;

  @ArgGroup(exclusive = true)
  private TokenSource token = new TokenSource();

  /** The command in an environment, which may hold the token. */
  public WebviewCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (Webview webview = start()) {
      out.println(webview.address());
      out.flush();
      spec.commandLine()
          .getErr()
          .println(
              "jetbridge webview: open that; whoever has it reads " + feed + ". Ctrl-C ends it.");
      spec.commandLine().getErr().flush();
      new CountDownLatch(1).await();
      return 0;
    }
  }

  private Webview start() {
    try {
      @Nullable Supplier<String> source = token.read(environment);
      return Webview.start(feed, source, port);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "port " + port + " of 127.0.0.1 is not to be had: " + e.getMessage(),
          e);
    }
  }
}
