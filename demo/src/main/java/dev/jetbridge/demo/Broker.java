package dev.jetbridge.demo;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The demo's connection to NATS. */
final class Broker implements AutoCloseable {
  private final Connection connection;

  private Broker(Connection connection) {
    this.connection = connection;
  }

  /**
   * Connects, and from then on reconnects for ever. Nothing is queued meanwhile: a publish fails
   * while the broker is away, so that nothing is sent that its caller has given up.
   *
   * @param url may carry credentials, which are not told
   * @param tell takes a line when the broker is lost and when it is back
   * @throws IOException where it cannot be reached now
   */
  static Broker connect(String url, Consumer<String> tell)
      throws IOException, InterruptedException {
    Options options =
        new Options.Builder()
            .server(url)
            .connectionName("jetbridge-demo")
            .connectionTimeout(Duration.ofSeconds(5))
            .pingInterval(Duration.ofSeconds(10))
            .requestCleanupInterval(Duration.ofMillis(500))
            .maxReconnects(-1)
            .reconnectWait(Duration.ofMillis(250))
            .reconnectBufferSize(0)
            .connectionListener(watch(tell))
            .errorListener(new ErrorListener() {})
            .build();
    return new Broker(Nats.connect(options));
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The text with the credentials of any URL in it left out. */
  static String withoutCredentials(String text) {
    return text.replaceAll("//[^/@\\s]*@", "//");
  }

  /** Tells of the broker's coming and going, not of the first coming. */
  private static ConnectionListener watch(Consumer<String> tell) {
    AtomicBoolean connected = new AtomicBoolean();
    return (connection, event) -> {
      if (event == ConnectionListener.Events.CONNECTED) {
        connected.set(true);
      } else if (event == ConnectionListener.Events.DISCONNECTED && connected.get()) {
        tell.accept("the broker is lost; waiting for it");
      } else if (event == ConnectionListener.Events.RECONNECTED) {
        tell.accept("the broker is back");
      }
    };
  }
}
