package dev.jetbridge.bridge.model;

import static org.awaitility.Awaitility.await;

import dev.jetbridge.config.NatsSettings;
import dev.jetbridge.config.NatsTlsSettings;
import dev.jetbridge.config.StreamSettings;
import dev.jetbridge.stream.StreamSource;
import dev.jetbridge.stream.StreamSource.ConnectionListener;
import dev.jetbridge.stream.nats.JetStreamSource;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** A stream of a real nats-server. */
final class NatsFixture implements SourceFixture {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofMillis(300);

  private final NatsServer server;
  private final TestStream stream;
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final List<StreamSource> sources = new ArrayList<>();
  private final StreamSource source;

  NatsFixture(NatsServer server) {
    this.server = server;
    this.stream = Streams.create(server.connect(), Streams.file("t.>", "u.>"));
    this.source = connect(stream.name());
  }

  private StreamSource connect(String name) {
    NatsSettings settings =
        new NatsSettings(
            List.of(server.url()), null, null, null, null, new NatsTlsSettings(null, null, null));
    StreamSource opened = JetStreamSource.open(settings, StreamSettings.of(name), "contract");
    sources.add(opened);
    CompletableFuture<Void> connected = new CompletableFuture<>();
    opened.onConnection(
        new ConnectionListener() {
          @Override
          public void connected() {
            connected.complete(null);
          }

          @Override
          public void disconnected(Instant since) {}
        });
    until("a connection", connected::isDone);
    return opened;
  }

  @Override
  public StreamSource source() {
    return source;
  }

  @Override
  public StreamSource sourceOfNothing() {
    return connect("NOWHERE");
  }

  @Override
  public Executor executor() {
    return executor;
  }

  @Override
  public void publish(String subject, int bytes) {
    long unused = stream.publish(subject, new byte[bytes]);
  }

  @Override
  public Instant timeOf(long sequence) {
    return stream.truth().stream()
        .filter(message -> message.seq() == sequence)
        .findFirst()
        .orElseThrow()
        .time();
  }

  @Override
  public void delete(long sequence) {
    stream.deleteMessage(sequence);
  }

  @Override
  public void purge() {
    stream.purge();
  }

  @Override
  public void purgeBelow(long sequence) {
    stream.purgeBelow(sequence);
  }

  @Override
  public void deleteStream() {
    stream.delete();
  }

  @Override
  public void recreate() {
    stream.recreate();
  }

  @Override
  public long consumers() {
    return stream.consumers();
  }

  @Override
  public void loseBroker() {
    server.stop();
  }

  @Override
  public void findBroker() {
    server.restart();
  }

  @Override
  public void until(String what, BooleanSupplier condition) {
    await(what)
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(condition::getAsBoolean);
  }

  @Override
  public void stays(String what, BooleanSupplier condition) {
    await(what)
        .during(A_WHILE)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .failFast(what, () -> !condition.getAsBoolean())
        .until(condition::getAsBoolean);
  }

  @Override
  public void close() {
    sources.forEach(StreamSource::close);
    executor.shutdownNow();
  }
}
