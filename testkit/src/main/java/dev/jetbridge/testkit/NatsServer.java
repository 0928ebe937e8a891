package dev.jetbridge.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A real nats-server on a free loopback port, with JetStream, for the time of a test.
 *
 * <p>The server picks its port itself at the first start (no race for it) and keeps it, and its
 * store, over {@link #restart()}. One thread at a time.
 */
public final class NatsServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int LAUNCHES = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NatsServerBuilder settings;
  private final Path binary;
  private final Path home;
  private final Path store;
  private final Path log;
  private final NatsConnections connections = new NatsConnections(this::log);
  private @Nullable NatsProcess process;
  private int port = -1;
  private int monitorPort = -1;
  private String version = "";

  NatsServer(NatsServerBuilder settings) {
    this.settings = settings;
    this.binary = settings.binary();
    this.home = Folders.temporary("jetbridge-nats-");
    Path given = settings.storeDir();
    this.store = given == null ? home.resolve("store") : given;
    this.log = home.resolve("nats-server.log");
  }

  /** Starts a server with JetStream and no authentication. */
  public static NatsServer start() {
    return builder().start();
  }

  /** A server that is to be started with settings of its own. */
  public static NatsServerBuilder builder() {
    return new NatsServerBuilder();
  }

  /** Where clients connect, {@code nats://127.0.0.1:port}; the same over restarts. */
  public String url() {
    return "nats://127.0.0.1:" + port;
  }

  /** The client port. */
  public int port() {
    return port;
  }

  /** The server's monitoring endpoint, for {@code /varz}, {@code /connz} and {@code /jsz}. */
  public URI monitor() {
    return URI.create("http://127.0.0.1:" + monitorPort);
  }

  /** The version that the running server names, {@code 2.10.27} for example. */
  public String version() {
    return version;
  }

  /** Whether the server's version is {@code major.minor} or later. */
  public boolean isAtLeast(int major, int minor) {
    String[] parts = version.split("\\.", 3);
    int actualMajor = Integer.parseInt(parts[0]);
    return actualMajor > major || (actualMajor == major && Integer.parseInt(parts[1]) >= minor);
  }

  /** The server's name, as {@code server_name}. */
  public String name() {
    return settings.name();
  }

  /** JetStream's folder. */
  public Path storeDir() {
    return store;
  }

  /** The end of what the server has printed, over all its starts. */
  public String log() {
    return NatsProcess.tail(log);
  }

  /**
   * Connects as the first user of the settings, if there is one. The connection reconnects for
   * ever, and is closed with the server at the latest.
   */
  public Connection connect() {
    return connect(settings.firstUser());
  }

  /** Connects as {@code user}, or without credentials where it is null. */
  public Connection connect(@Nullable NatsUser user) {
    return connections.connect(List.of(url()), user);
  }

  /** Whether the process lives, paused or not. */
  public boolean isRunning() {
    return process != null && process.isRunning();
  }

  /** Stops the server in its own order (SIGTERM). Does nothing where it is stopped. */
  public void stop() {
    if (process != null) {
      process.stop();
    }
  }

  /** Ends the server at once (SIGKILL): what it had not written is lost. */
  public void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /** Freezes the server (SIGSTOP): its connections stay open and nothing answers. */
  public void pause() {
    running().signal("STOP");
  }

  /** Lets a paused server go on (SIGCONT). */
  public void resume() {
    running().signal("CONT");
  }

  /** Starts again on the same port and store; a server that still runs is stopped before. */
  public void restart() {
    stop();
    launch();
  }

  /** Ends the server and its connections, and removes its folder. */
  @Override
  public void close() {
    connections.close();
    if (settings.storeDir() == null) {
      kill();
    } else {
      stop();
    }
    Folders.delete(home);
  }

  void launch() {
    Path config = home.resolve("nats.conf");
    for (int attempt = 1; ; attempt++) {
      write(config, settings.render(port, monitorPort, store, home));
      NatsProcess started = NatsProcess.launch(binary, config, log);
      process = started;
      try {
        awaitReady(started);
        return;
      } catch (AssertionError | IllegalStateException e) {
        started.kill();
        // A client that keeps reconnecting while the server is away can be given this very port as
        // its own, for a moment: both come from the same range.
        if (attempt == LAUNCHES || !log().endsWith("address already in use")) {
          throw e;
        }
        Poll.pause("nats-server's port " + port);
      }
    }
  }

  private void awaitReady(NatsProcess started) {
    if (port < 0) {
      Path file = home.resolve("%s_%d.ports".formatted(binary.getFileName(), started.pid()));
      JsonNode ports =
          await(started, "ports in " + file, () -> whole(JSON.readTree(file.toFile())));
      port = URI.create(ports.path("nats").path(0).asText()).getPort();
      monitorPort = URI.create(ports.path("monitoring").path(0).asText()).getPort();
    }
    version = await(started, "a greeting on " + url(), () -> NatsGreeting.read(port)).version();
  }

  /** The ports, null where the file is not written to its end yet. */
  private static @Nullable JsonNode whole(JsonNode ports) {
    return ports.path("nats").has(0) && ports.path("monitoring").has(0) ? ports : null;
  }

  private <T> T await(NatsProcess started, String what, Callable<@Nullable T> attempt) {
    return Poll.until(
        what,
        START_LIMIT,
        this::log,
        () -> {
          if (!started.isRunning()) {
            throw new AssertionError(
                "nats-server exited; waited for %s%n%s".formatted(what, log()));
          }
          return attempt.call();
        });
  }

  private NatsProcess running() {
    if (process == null || !process.isRunning()) {
      throw new IllegalStateException("nats-server is not running; start it before");
    }
    return process;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
