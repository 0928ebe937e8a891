package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.StreamFailure;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a link to the broker: on a thread of its own it connects, waits for the connection's end,
 * and connects again, for as long as it takes. Each connection is a new one, so that nothing
 * outlives a lost one and no error of authentication ends it for good.
 */
final class Connector implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
  private static final long LOOK_MILLIS = 1_000;

  private final String name;
  private final String stream;
  private final NatsOptions options;
  private final Presence presence;
  private final Outage outage;
  private final ScheduledExecutorService timer;
  private final Timing timing;
  private volatile boolean closed;
  private volatile @Nullable Link link;

  Connector(
      String name,
      String stream,
      NatsOptions options,
      Presence presence,
      ScheduledExecutorService timer,
      Timing timing) {
    this.name = name;
    this.stream = stream;
    this.options = options;
    this.presence = presence;
    this.outage = new Outage(name);
    this.timer = timer;
    this.timing = timing;
  }

  /** The present link, null where there is none. */
  @Nullable Link link() {
    return link;
  }

  /** Why there is no link. */
  StreamFailure failure() {
    return outage.failure();
  }

  @Override
  public void run() {
    int attempts = 0;
    try {
      while (!closed) {
        attempts = attempt() ? 0 : attempts + 1;
        if (!closed) {
          pause(attempts);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("{}: interrupted, as a close does", name);
    } finally {
      end("closed");
    }
  }

  /**
   * Ends the present link, its consumers deleted where the broker can be told in that time; {@link
   * #run} returns once its thread is interrupted.
   */
  void close(Duration atMost) {
    closed = true;
    Link present = link;
    List<String> consumers = present == null ? List.of() : present.consumers();
    end("closed");
    if (present != null) {
      present.removeNow(consumers, atMost);
    }
  }

  // An error of the client library must not end the only thread that finds the broker again.
  private boolean attempt() throws InterruptedException {
    try {
      return connectAndStay();
    } catch (RuntimeException | Error e) {
      LOG.debug("{}: attempt to connect failed unexpectedly; the next follows", name, e);
      outage.attemptFailed(e.toString());
      return false;
    }
  }

  private boolean connectAndStay() throws InterruptedException {
    LinkEvents events = new LinkEvents(name);
    Connection connection;
    try {
      connection = Nats.connect(options.build(events));
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      awaitCallbacks();
      if (events.wantsTls()) {
        options.useTls();
      }
      outage.attemptFailed(e.getMessage() + events.reason());
      return false;
    }
    String url = String.valueOf(connection.getConnectedUrl());
    try {
      Link made = new Link(stream, connection, timer, timing);
      events.attach(made);
      listen(connection, made);
      link = made;
      outage.over(url);
      presence.found();
      stay(connection, events);
    } catch (IllegalStateException e) {
      LOG.debug("{}: connection to {} ended while it was set up", name, url, e);
    } finally {
      try {
        // Before the connection's own close, which can take seconds.
        end("connection to " + url + " lost" + events.reason());
        options.learn(connection.getServers());
      } finally {
        connection.close();
      }
    }
    return true;
  }

  // jnats says why on the timer's thread: what it has said by now is run before this task.
  private void awaitCallbacks() throws InterruptedException {
    try {
      timer.submit(() -> LOG.trace("{}: callbacks done", name)).get(1, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      LOG.debug("{}: the reason of a failed attempt may be missing", name, e);
    }
  }

  private static void listen(Connection connection, Link link) {
    Dispatcher dispatcher = connection.createDispatcher(new Arrivals(link));
    // Bounded by what was asked for; with a bound here jnats would drop messages.
    dispatcher.setPendingLimits(0, 0);
    Dispatcher unused = dispatcher.subscribe(link.inbox() + '>');
  }

  // It also looks at the status itself, for an end that is not announced.
  private void stay(Connection connection, LinkEvents events) throws InterruptedException {
    boolean ended = closed;
    while (!ended && connection.getStatus() == Connection.Status.CONNECTED) {
      ended = events.awaitEnd(LOOK_MILLIS);
    }
  }

  private void end(String reason) {
    Link ended = link;
    link = null;
    if (ended == null) {
      return;
    }
    outage.begun(reason, closed);
    presence.lost(Instant.now());
    ended.end(outage.failure());
  }

  private void pause(int attempts) throws InterruptedException {
    Duration longest = timing.retry().multipliedBy(1L << Math.min(attempts, 16));
    long bound = Math.min(longest.toNanos(), timing.longestRetry().toNanos());
    TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(bound / 2, bound));
  }
}
