package dev.jetbridge.stream.nats;

import dev.jetbridge.config.NatsSettings;
import dev.jetbridge.config.StreamSettings;
import dev.jetbridge.stream.BrokerConnection;
import dev.jetbridge.stream.BrokerListener;
import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamSource;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.SubjectFilters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JetStream stream, read over one connection with a handful of threads, however many replays are
 * open: jnats' reader and writer, one that hands on what arrives, one timer, one that connects.
 *
 * <p>The broker may be away at the start and at any time later: nothing blocks, calls fail with
 * {@code UNAVAILABLE} at once, open replays fail, and the source connects again by itself.
 *
 * <p>Where the files that it authenticates with change, it makes a connection with the new ones
 * before it leaves the one it has; open replays then fail with {@code MOVED}.
 */
public final class JetStreamSource implements StreamSource {
  private static final Logger LOG = LoggerFactory.getLogger(JetStreamSource.class);
  private static final Duration TICK = Duration.ofMillis(250);

  private final String stream;
  private final SourceThreads threads;
  private final Presence presence;
  private final Connector connector;

  private JetStreamSource(
      NatsSettings nats,
      StreamSettings stream,
      String connectionName,
      Timing timing,
      BrokerListener listener) {
    this.stream = stream.name();
    this.threads = new SourceThreads(connectionName);
    this.presence = new Presence(threads.timer(), Instant.now());
    NatsOptions options = new NatsOptions(nats, connectionName, threads, timing);
    Outage outage = new Outage(connectionName, listener);
    this.connector =
        new Connector(
            connectionName,
            new Dialler(connectionName, stream.name(), options, threads.timer(), timing, listener),
            presence,
            outage,
            new Retired(threads, timing, outage),
            timing);
  }

  /**
   * Opens a source and returns at once; it connects in the background.
   *
   * @param connectionName what the broker's operators see of the connection, and logs
   */
  public static JetStreamSource open(
      NatsSettings nats, StreamSettings stream, String connectionName) {
    return open(nats, stream, connectionName, BrokerListener.NONE);
  }

  /**
   * Opens a source and returns at once; it connects in the background.
   *
   * @param connectionName what the broker's operators see of the connection, and logs
   * @param listener told of what happens to the connection and its consumers
   */
  public static JetStreamSource open(
      NatsSettings nats, StreamSettings stream, String connectionName, BrokerListener listener) {
    return open(nats, stream, connectionName, Timing.DEFAULT, listener);
  }

  static JetStreamSource open(
      NatsSettings nats,
      StreamSettings stream,
      String connectionName,
      Timing timing,
      BrokerListener listener) {
    JetStreamSource source = new JetStreamSource(nats, stream, connectionName, timing, listener);
    source.threads.start(source.connector);
    Future<?> unused =
        source
            .threads
            .timer()
            .scheduleWithFixedDelay(
                source::tick, TICK.toNanos(), TICK.toNanos(), TimeUnit.NANOSECONDS);
    return source;
  }

  /** How the connection is now. */
  public BrokerConnection connection() {
    return connector.connection();
  }

  @Override
  public CompletionStage<StreamState> state() {
    Link link = connector.link();
    return link == null ? unavailable() : link.probe().state();
  }

  @Override
  public CompletionStage<Optional<Instant>> timeAt(long sequence) {
    Link link = connector.link();
    if (link == null) {
      return unavailable();
    }
    // Asked of the stream's leader: a direct get may be answered by a replica that lags behind.
    byte[] body = "{\"seq\":%d}".formatted(sequence).getBytes(StandardCharsets.US_ASCII);
    return link.requests().send(Api.messageGet(stream), body).thenApply(MessageReply::time);
  }

  @Override
  public Replay replay(
      long position, SubjectFilters filters, Replay.Listener listener, Executor executor) {
    Mailbox mailbox = new Mailbox(listener, executor);
    Link link = connector.link();
    if (link == null) {
      mailbox.failed(connector.failure());
      return new NoReplay(mailbox);
    }
    PullReplay replay = new PullReplay(link, position, filters, mailbox);
    replay.begin();
    return replay;
  }

  @Override
  public void onConnection(ConnectionListener listener) {
    presence.add(listener);
  }

  @Override
  public void close(Duration atMost) {
    long start = System.nanoTime();
    connector.close(atMost.dividedBy(2));
    threads.close(atMost.minusNanos(System.nanoTime() - start));
  }

  private void tick() {
    Link link = connector.link();
    try {
      if (link != null) {
        link.tick(System.nanoTime());
      }
    } catch (RuntimeException | Error e) {
      // A timer's task that throws is never run again.
      LOG.error("The look after what is under way failed; the next follows", e);
    }
  }

  private <T> CompletableFuture<T> unavailable() {
    return CompletableFuture.failedFuture(new StreamFailure.Failed(connector.failure()));
  }
}
