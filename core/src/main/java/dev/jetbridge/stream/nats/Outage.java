package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why there is no connection, for whoever asks, and for the log at a bounded rate. */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
  private static final Duration REMINDER = Duration.ofMinutes(1);

  private final String name;
  private volatile String reason = "not connected yet";
  private long saidNanos;
  private boolean said;

  Outage(String name) {
    this.name = name;
  }

  /** The present reason. Any thread. */
  StreamFailure failure() {
    return new StreamFailure(Kind.UNAVAILABLE, reason);
  }

  /**
   * The connection was lost.
   *
   * @param wanted whether by our own close
   */
  void begun(String why, boolean wanted) {
    reason = why;
    said = false;
    if (wanted) {
      LOG.info("{}: {}", name, why);
    } else {
      LOG.warn("{}: {}; connecting again", name, why);
    }
  }

  /** An attempt to connect failed. The first is worth a line, the others one a minute. */
  void attemptFailed(String why) {
    reason = "no connection: " + why;
    long now = System.nanoTime();
    if (!said || now - saidNanos > REMINDER.toNanos()) {
      said = true;
      saidNanos = now;
      LOG.warn("{}: {}; trying on", name, reason);
    } else {
      LOG.debug("{}: {}", name, reason);
    }
  }

  /** There is a connection. */
  void over(String url) {
    said = false;
    LOG.info("{}: connected to {}", name, url);
  }
}
