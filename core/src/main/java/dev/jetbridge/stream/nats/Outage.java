package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.BrokerConnection;
import dev.jetbridge.stream.BrokerEvent;
import dev.jetbridge.stream.BrokerEvent.Kind;
import dev.jetbridge.stream.BrokerEvent.Party;
import dev.jetbridge.stream.BrokerListener;
import dev.jetbridge.stream.StreamFailure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a connection, step by step: why there is none, for whoever asks; every step for
 * the listener; and the log at a bounded rate. Written on the connector's thread, or on the one
 * that closes.
 */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
  private static final Duration REMINDER = Duration.ofMinutes(1);

  private final String name;
  private final BrokerListener listener;
  private volatile BrokerConnection present;
  private long saidNanos;
  private boolean said;
  private boolean everUp;

  Outage(String name, BrokerListener listener) {
    this.name = name;
    this.listener = listener;
    this.present =
        new BrokerConnection(
            name, null, 0, Instant.now(), null, "no connection: not connected yet");
  }

  /** The present reason why there is none. Any thread. */
  StreamFailure failure() {
    String fault = present.fault();
    return new StreamFailure(StreamFailure.Kind.UNAVAILABLE, fault == null ? "" : fault);
  }

  /** How it is now. Any thread. */
  BrokerConnection connection() {
    return present;
  }

  /** The connection was lost; {@code said} is what was heard of why, if anything. */
  void begun(Wire wire, Verdict verdict, boolean wanted, String said) {
    String why =
        wanted
            ? "closed"
            : verdict == Verdict.UNREACHABLE
                ? "connection to " + wire.url() + " lost" + said
                : verdict.words() + ": connection to " + wire.url() + " lost" + said;
    down(wire.identity(), why);
    this.said = false;
    if (wanted) {
      LOG.info("{}: {}", name, why);
      tell(wire.client(), Kind.CLOSED, Party.BRIDGE, why);
      return;
    }
    LOG.warn("{}: {}; connecting again", name, why);
    tell(
        wire.client(),
        Kind.DISCONNECTED,
        wire.events().brokerSpoke() ? Party.BROKER : Party.NETWORK,
        why);
    if (verdict != Verdict.UNREACHABLE) {
      tell(wire.client(), verdict.kind(), Party.BROKER, why);
    }
  }

  /** An attempt to connect failed. The first is worth a line, the others one a minute. */
  void attemptFailed(Attempt.Failed failed, @Nullable Identity identity) {
    String why = failed.verdict().words() + ": " + failed.why();
    down(identity, why);
    long now = System.nanoTime();
    if (!said || now - saidNanos > REMINDER.toNanos()) {
      said = true;
      saidNanos = now;
      LOG.warn("{}: {}; trying on", name, why);
    } else {
      LOG.debug("{}: {}", name, why);
    }
    tell(0, failed.verdict().kind(), failed.party(), why);
  }

  /** There is a connection. */
  void over(Wire wire) {
    said = false;
    up(wire);
    LOG.info("{}: connected to {}", name, wire.url());
    tell(
        wire.client(),
        everUp ? Kind.RECONNECTED : Kind.CONNECTED,
        Party.BRIDGE,
        "connected to " + wire.url());
    everUp = true;
  }

  /** A connection with newer credentials took over. */
  void tookOver(Wire now) {
    up(now);
    Instant expires = now.identity().expires();
    String what =
        "connected to "
            + now.url()
            + " with newer credentials"
            + (expires == null ? "" : ", good until " + expires);
    LOG.info("{}: {}; the connection before them is left", name, what);
    tell(now.client(), Kind.CREDENTIALS_RELOADED, Party.OPERATOR, what);
  }

  /** Newer credentials did not do; the connection with those before them stays. */
  void kept(Wire wire, Attempt.Failed failed, boolean first) {
    String why =
        "newer credentials did not do, the connection with those before them stays: "
            + failed.verdict().words()
            + ": "
            + failed.why();
    if (first) {
      LOG.warn("{}: {}", name, why);
    } else {
      LOG.debug("{}: {}", name, why);
    }
    // That nobody is reached would say of a connection that stands what is not so.
    if (failed.verdict() != Verdict.UNREACHABLE) {
      tell(wire.client(), failed.verdict().kind(), failed.party(), why);
    }
  }

  /** The credentials in use expire soon. */
  void expiring(Wire wire) {
    String what =
        "credentials expire at " + wire.identity().expires() + ", their file holds nothing newer";
    LOG.warn("{}: {}", name, what);
    tell(wire.client(), Kind.EXPIRING, Party.OPERATOR, what);
  }

  /** A connection that another took over from was closed. */
  void left(Wire wire) {
    LOG.debug("{}: connection {} with earlier credentials closed", name, wire.client());
    tell(wire.client(), Kind.CLOSED, Party.BRIDGE, "newer credentials took over");
  }

  private void up(Wire wire) {
    present =
        new BrokerConnection(
            name, wire.url(), wire.client(), Instant.now(), wire.identity().expires(), null);
  }

  private void down(@Nullable Identity identity, String why) {
    BrokerConnection before = present;
    present =
        new BrokerConnection(
            name,
            null,
            0,
            before.fault() == null ? Instant.now() : before.since(),
            identity == null ? before.expires() : identity.expires(),
            why);
  }

  private void tell(long client, Kind kind, Party party, String cause) {
    listener.happened(new BrokerEvent(Instant.now(), name, client, kind, party, cause));
  }
}
