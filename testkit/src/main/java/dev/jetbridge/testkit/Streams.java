package dev.jetbridge.testkit;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Making streams for a test.
 *
 * <pre>{@code
 * TestStream events = Streams.create(connection, Streams.memory("events.>").maxMessages(100));
 * }</pre>
 */
public final class Streams {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private Streams() {}

  /** The configuration of a stream in memory over {@code subjects}, with a name of its own. */
  public static StreamConfiguration.Builder memory(String... subjects) {
    return of(StorageType.Memory, subjects);
  }

  /** The configuration of a stream on disk over {@code subjects}, with a name of its own. */
  public static StreamConfiguration.Builder file(String... subjects) {
    return of(StorageType.File, subjects);
  }

  /** Makes the stream. */
  public static TestStream create(Connection connection, StreamConfiguration.Builder settings) {
    StreamConfiguration configuration = settings.build();
    StreamInfo made =
        call("create", () -> connection.jetStreamManagement().addStream(configuration));
    return new TestStream(connection, made.getConfiguration());
  }

  /** Removes every stream that the connection's account has. */
  public static void deleteAll(Connection connection) {
    for (String name : call("list", () -> connection.jetStreamManagement().getStreamNames())) {
      boolean unused = call("delete", () -> connection.jetStreamManagement().deleteStream(name));
    }
  }

  private static StreamConfiguration.Builder of(StorageType storage, String... subjects) {
    return StreamConfiguration.builder()
        .name("TEST" + NAMES.incrementAndGet())
        .storageType(storage)
        .subjects(subjects);
  }

  /** Runs a call of the JetStream API, naming what was asked where it fails. */
  static <T> T call(String what, ApiCall<T> call) {
    try {
      return call.run();
    } catch (JetStreamApiException e) {
      throw new IllegalStateException(
          "JetStream refused to %s: %s".formatted(what, e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("no answer from JetStream to " + what, e);
    }
  }

  /** A call of the JetStream API. */
  @FunctionalInterface
  interface ApiCall<T> {
    T run() throws IOException, JetStreamApiException;
  }
}
