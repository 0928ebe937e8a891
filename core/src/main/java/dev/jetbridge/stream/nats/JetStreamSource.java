package dev.jetbridge.stream.nats;

import dev.jetbridge.config.NatsSettings;
import dev.jetbridge.config.StreamSettings;
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
 */
public final class JetStreamSource implements StreamSource {
  private static final Logger LOG = LoggerFactory.getLogger(JetStreamSource.class);
  private static final Duration TICK = Duration.ofMillis(250);

  private final String stream;
  private final SourceThreads threads;
  private final Presence presence;
  private final Connector connector;

  private JetStreamSource(
      NatsSettings nats, StreamSettings stream, String connectionName, Timing timing) {
    this.stream = stream.name();
    this.threads = new SourceThreads(connectionName);
    this.presence = new Presence(threads.timer(), Instant.now());
    this.connector =
        new Connector(
            connectionName,
            stream.name(),
            new NatsOptions(nats, connectionName, threads, timing),
            presence,
            threads.timer(),
            timing);
  }

  /**
   * Opens a source and returns at once; it connects in the background.
   *
   * @param connectionName what the broker's operators see of the connection, and logs
   */
  public static JetStreamSource open(
      NatsSettings nats, StreamSettings stream, String connectionName) {
    return open(nats, stream, connectionName, Timing.DEFAULT);
  }

  static JetStreamSource open(
      NatsSettings nats, StreamSettings stream, String connectionName, Timing timing) {
    JetStreamSource source = new JetStreamSource(nats, stream, connectionName, timing);
    source.threads.start(source.connector);
    Future<?> unused =
        source
            .threads
            .timer()
            .scheduleWithFixedDelay(
                source::tick, TICK.toNanos(), TICK.toNanos(), TimeUnit.NANOSECONDS);
    return source;
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
