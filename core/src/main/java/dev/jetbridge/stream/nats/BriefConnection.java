package dev.jetbridge.stream.nats;

import dev.jetbridge.config.NatsSettings;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.time.Duration;

/** A connection for one errand, made and used on the thread that waits for it. */
final class BriefConnection implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final SourceThreads threads;
  private final Connection connection;

  private BriefConnection(SourceThreads threads, Connection connection) {
    this.threads = threads;
    this.connection = connection;
  }

  /** Connects, trying each server once. */
  static BriefConnection open(NatsSettings nats, String name) throws IOException {
    SourceThreads threads = new SourceThreads(name);
    NatsOptions options = new NatsOptions(nats, name, threads, Timing.DEFAULT);
    try {
      return new BriefConnection(threads, connect(options, name));
    } catch (IOException | RuntimeException e) {
      threads.close(CLOSE);
      throw e;
    }
  }

  private static Connection connect(NatsOptions options, String name) throws IOException {
    LinkEvents events = new LinkEvents(name);
    try {
      return Nats.connect(options.build(events, options.identity()));
    } catch (IOException e) {
      if (!events.wantsTls()) {
        throw new IOException(e.getMessage() + events.reason(), e);
      }
      options.useTls();
      return connect(options, name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while connecting", e);
    }
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
    } finally {
      threads.close(CLOSE);
    }
  }
}
