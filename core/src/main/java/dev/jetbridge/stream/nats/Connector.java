package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.BrokerConnection;
import dev.jetbridge.stream.BrokerEvent.Party;
import dev.jetbridge.stream.StreamFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a link to the broker: on a thread of its own it connects, waits for the connection's end,
 * and connects again, for as long as it takes. Each connection is a new one, so that nothing
 * outlives a lost one and no error of authentication ends it for good.
 *
 * <p>While a connection stands it looks whether the credentials have been renewed. Then it makes
 * the next connection before it leaves the one it has: nobody finds the broker missing.
 */
final class Connector implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
  private static final long LOOK_MILLIS = 500;

  /** A connection that ends sooner was none: a server that cuts each off is not to be hurried. */
  private static final Duration STOOD = Duration.ofSeconds(1);

  private final String name;
  private final Dialler dialler;
  private final Presence presence;
  private final Outage outage;
  private final Retired retired;
  private final Renewal renewal;
  private final Timing timing;
  private volatile boolean closed;
  private final AtomicReference<@Nullable Wire> wire = new AtomicReference<>();

  Connector(
      String name,
      Dialler dialler,
      Presence presence,
      Outage outage,
      Retired retired,
      Timing timing) {
    this.name = name;
    this.dialler = dialler;
    this.presence = presence;
    this.outage = outage;
    this.retired = retired;
    this.renewal = new Renewal(this::unreadable);
    this.timing = timing;
  }

  /** The present link, null where there is none. */
  @Nullable Link link() {
    Wire present = wire.get();
    return present == null ? null : present.link();
  }

  /** Why there is no link. */
  StreamFailure failure() {
    return outage.failure();
  }

  /** How the connection is now. */
  BrokerConnection connection() {
    return outage.connection();
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
      end();
      retired.closeAll();
    }
  }

  /**
   * Ends the present link, its consumers deleted where the broker can be told in that time; {@link
   * #run} returns once its thread is interrupted.
   */
  void close(Duration atMost) {
    closed = true;
    Link present = link();
    List<String> consumers = present == null ? List.of() : present.consumers();
    end();
    if (present != null) {
      present.removeNow(consumers, atMost);
    }
  }

  /** Connects, and stays while the connection does; true where that was for a while. */
  private boolean attempt() throws InterruptedException {
    try {
      return switch (dial()) {
        case Attempt.Made(Wire made) -> connected(made);
        case Attempt.Failed failed -> {
          outage.attemptFailed(failed, dialler.tried());
          yield false;
        }
      };
    } catch (RuntimeException | Error e) {
      outage.attemptFailed(unexpected(e), dialler.tried());
      return false;
    }
  }

  // An error of the client library must neither end the only thread that finds the broker again nor
  // the connection that stands.
  private Attempt dial() throws InterruptedException {
    try {
      return dialler.dial();
    } catch (RuntimeException | Error e) {
      return unexpected(e);
    }
  }

  private Attempt.Failed unexpected(Throwable thrown) {
    LOG.debug("{}: attempt to connect failed unexpectedly; the next follows", name, thrown);
    return new Attempt.Failed(Verdict.UNREACHABLE, Party.BRIDGE, thrown.toString());
  }

  private boolean connected(Wire made) throws InterruptedException {
    long began = System.nanoTime();
    wire.set(made);
    Wire last = made;
    try {
      outage.over(made);
      presence.found();
      Wire next = stay(made);
      while (next != null) {
        Wire before = last;
        last = next;
        takeOver(before, next);
        next = stay(next);
      }
      return System.nanoTime() - began >= STOOD.toNanos();
    } finally {
      try {
        // Before the connection's own close, which can take seconds.
        end();
        dialler.learn(last);
      } finally {
        last.close();
      }
    }
  }

  /** Waits for the connection's end; ends with another one where that is to take over from it. */
  private @Nullable Wire stay(Wire present) throws InterruptedException {
    boolean warned = false;
    boolean ended = closed;
    while (!ended) {
      ended = present.awaitEnd(LOOK_MILLIS);
      retired.look();
      if (ended) {
        continue;
      }
      if (renewal.isDue(dialler::identity, present.identity(), System.nanoTime())) {
        switch (dial()) {
          case Attempt.Made(Wire next) -> {
            return next;
          }
          case Attempt.Failed failed ->
              outage.kept(present, failed, renewal.failed(dialler.tried(), System.nanoTime()));
        }
      } else if (!warned && present.identity().isExpiring(Instant.now())) {
        warned = true;
        outage.expiring(present);
      }
    }
    return null;
  }

  private void unreadable(Exception why, boolean first) {
    Wire present = wire.get();
    if (present != null) {
      outage.kept(
          present, new Attempt.Failed(Verdict.UNREADABLE, Party.OPERATOR, why.toString()), first);
    }
  }

  private void takeOver(Wire before, Wire next) {
    // First the new one: whoever is told to move must find it.
    wire.set(next);
    if (closed) {
      end();
    } else {
      outage.tookOver(next);
    }
    retired.add(before);
  }

  private void end() {
    if (!closed && wire.get() != null) {
      try {
        dialler.awaitCallbacks();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    Wire ended = wire.getAndSet(null);
    if (ended == null) {
      return;
    }
    String said = ended.events().reason();
    outage.begun(ended, dialler.judge(said, ended.identity()), closed, said);
    presence.lost(Instant.now());
    ended.link().end(outage.failure());
  }

  private void pause(int attempts) throws InterruptedException {
    Duration longest = timing.retry().multipliedBy(1L << Math.min(attempts, 16));
    long bound = Math.min(longest.toNanos(), timing.longestRetry().toNanos());
    TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(bound / 2, bound));
  }
}
