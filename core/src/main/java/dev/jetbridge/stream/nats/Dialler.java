package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.BrokerEvent;
import dev.jetbridge.stream.BrokerEvent.Party;
import dev.jetbridge.stream.BrokerListener;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes connections, with what the files hold at that moment. For the connector's thread. */
final class Dialler {
  private static final Logger LOG = LoggerFactory.getLogger(Dialler.class);

  private final String name;
  private final String stream;
  private final NatsOptions options;
  private final ScheduledExecutorService timer;
  private final Timing timing;
  private final BrokerListener listener;
  private @Nullable Identity tried;
  private @Nullable Identity revoked;

  Dialler(
      String name,
      String stream,
      NatsOptions options,
      ScheduledExecutorService timer,
      Timing timing,
      BrokerListener listener) {
    this.name = name;
    this.stream = stream;
    this.options = options;
    this.timer = timer;
    this.timing = timing;
    this.listener = listener;
  }

  /** Who the bridge was at the last attempt; null where its files could not be read. */
  @Nullable Identity tried() {
    return tried;
  }

  /**
   * Who the bridge would be now.
   *
   * @throws IOException where a file cannot be read
   */
  Identity identity() throws IOException {
    return options.identity();
  }

  /** Tries each server once. */
  Attempt dial() throws InterruptedException {
    LinkEvents events = new LinkEvents(name);
    Identity identity;
    Options prepared;
    try {
      tried = null;
      identity = options.identity();
      tried = identity;
      // Told apart from what the broker does: jnats would sign within the handshake.
      identity.check();
      prepared = options.build(events, identity);
    } catch (IOException e) {
      return new Attempt.Failed(Verdict.UNREADABLE, Party.OPERATOR, e.toString());
    }
    try {
      return made(Nats.connect(prepared), events, identity);
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      awaitCallbacks();
      if (events.wantsTls()) {
        options.useTls();
      }
      String why = e.getMessage() + events.reason();
      Verdict verdict = judge(why, identity);
      return new Attempt.Failed(
          verdict, verdict == Verdict.UNREACHABLE ? Party.NETWORK : Party.BROKER, why);
    }
  }

  private Attempt made(Connection connection, LinkEvents events, Identity identity)
      throws InterruptedException {
    boolean used = false;
    try {
      long client = connection.getServerInfo().getClientId();
      Link link =
          new Link(
              stream,
              connection,
              timer,
              timing,
              (kind, cause) ->
                  listener.happened(
                      new BrokerEvent(Instant.now(), name, client, kind, Party.BROKER, cause)));
      Wire wire = new Wire(connection, events, link, identity);
      used = true;
      return new Attempt.Made(wire);
    } finally {
      if (!used) {
        connection.close();
      }
    }
  }

  /** Why a connection ended that was made with these credentials. */
  Verdict judge(String why, Identity identity) {
    Verdict verdict = Verdict.of(why, identity, revoked, Instant.now());
    if (verdict == Verdict.REVOKED) {
      revoked = identity;
    }
    return verdict;
  }

  /** Takes the servers that a connection knew of. */
  void learn(Wire wire) {
    options.learn(wire.servers());
  }

  /**
   * Waits for what jnats has to say by now of why there is no connection: it says so on the timer's
   * thread, in order.
   */
  void awaitCallbacks() throws InterruptedException {
    try {
      timer.submit(() -> LOG.trace("{}: callbacks done", name)).get(1, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      LOG.debug("{}: the reason may be missing", name, e);
    }
  }
}
