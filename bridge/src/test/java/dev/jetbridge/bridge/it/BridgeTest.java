package dev.jetbridge.bridge.it;

import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.NatsServerBuilder;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Tests of a whole bridge before a nats-server of their own, which all of a class share. What a
 * test starts is closed after it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BridgeTest {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  protected NatsServer nats;
  protected Connection connection;

  @BeforeAll
  void startNats() {
    nats = broker(NatsServer.builder()).start();
    connection = nats.connect();
  }

  @AfterAll
  void stopNats() {
    nats.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
    if (nats.isRunning()) {
      Streams.deleteAll(connection);
    }
  }

  /** The broker as the tests want it. */
  protected NatsServerBuilder broker(NatsServerBuilder builder) {
    return builder;
  }

  /** Closes it after the test, the last opened first. */
  protected <T extends AutoCloseable> T closing(T resource) {
    opened.push(resource);
    return resource;
  }

  /** A stream on disk over {@code t.>}. */
  protected TestStream stream() {
    return stream(Streams.file("t.>"));
  }

  protected TestStream stream(StreamConfiguration.Builder settings) {
    return Streams.create(connection, settings);
  }

  /** A bridge before a stream, ready; settings in pairs. */
  protected RunningBridge bridge(TestStream stream, String... settings) {
    return starting(stream.name(), settings).awaitReady();
  }

  /** A bridge that may not become ready. */
  protected RunningBridge starting(String stream, String... settings) {
    return closing(RunningBridge.start(nats.url(), stream, settings));
  }
}
