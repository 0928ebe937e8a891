package dev.jetbridge.testkit;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connections of a test to its broker: they reconnect for ever, until all are closed. */
final class NatsConnections implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration RECONNECT_PAUSE = Duration.ofMillis(100);

  private final List<Connection> open = new CopyOnWriteArrayList<>();
  private final Supplier<String> log;

  /**
   * @param log is asked for what to show where connecting fails
   */
  NatsConnections(Supplier<String> log) {
    this.log = log;
  }

  /** Connects to one of {@code urls}, and to no server that these tell of. */
  Connection connect(List<String> urls, @Nullable NatsUser user) {
    Options.Builder options =
        new Options.Builder()
            .servers(urls.toArray(String[]::new))
            .ignoreDiscoveredServers()
            .connectionTimeout(CONNECT_LIMIT)
            .reconnectWait(RECONNECT_PAUSE)
            .maxReconnects(-1)
            .errorListener(new ErrorListener() {});
    if (user != null) {
      options.userInfo(user.name().toCharArray(), user.password().toCharArray());
    }
    try {
      Connection connection = Nats.connect(options.build());
      open.add(connection);
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to %s%n%s".formatted(urls, log.get()), e);
    } catch (InterruptedException e) {
      throw Poll.interrupted("a connection to " + urls, e);
    }
  }

  @Override
  public void close() {
    for (Connection connection : open) {
      try {
        connection.close();
      } catch (InterruptedException e) {
        throw Poll.interrupted("a connection to close", e);
      }
    }
    open.clear();
  }
}
