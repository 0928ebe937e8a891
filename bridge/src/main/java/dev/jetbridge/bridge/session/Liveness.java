package dev.jetbridge.bridge.session;

import java.time.Duration;

/**
 * Decides from signs of life when a client is to be pinged, when a send has taken too long, and
 * when the client is dead. Pure; times in nanoseconds of one clock.
 */
public final class Liveness {
  private final long heartbeat;
  private final long sendTimeout;
  private long nextPing;
  private long lastSign;
  private long lastProgress;
  private boolean pingUnanswered;

  /** What is to be done. */
  public enum Verdict {
    /** Nothing. */
    FINE,
    /** Send a ping. */
    PING,
    /** The socket has taken no byte of a write for the send timeout: close 4408, then abort. */
    SEND_TIMEOUT,
    /** Neither pong nor anything else came, and the socket took nothing: abort. */
    DEAD
  }

  /**
   * A client that has just connected.
   *
   * @param firstPing delay of the first ping, so that clients which came together are pinged apart
   */
  public Liveness(Duration heartbeat, Duration sendTimeout, Duration firstPing, long now) {
    this.heartbeat = heartbeat.toNanos();
    this.sendTimeout = sendTimeout.toNanos();
    this.nextPing = now + firstPing.toNanos();
    this.lastSign = now;
    this.lastProgress = now;
  }

  /**
   * How long until it has to look again: until the next ping, and while bytes wait often enough to
   * be late by a quarter at most.
   */
  public Duration untilLook(long now, boolean waiting) {
    long ping = Math.max(0, nextPing - now);
    return Duration.ofNanos(waiting ? Math.min(ping, Math.min(heartbeat, sendTimeout) / 4) : ping);
  }

  /** Something came from the client. */
  public void received(long now) {
    lastSign = now;
  }

  /** A pong came. */
  public void pong(long now) {
    lastSign = now;
    pingUnanswered = false;
  }

  /**
   * Looks at the clock.
   *
   * @param waiting whether bytes wait for the socket
   * @param moved whether nothing waits or the socket took some since the last look
   * @param fedAt when a message was last handed to the socket
   */
  public Verdict look(long now, boolean waiting, boolean moved, long fedAt) {
    if (moved) {
      lastProgress = now;
      long taken = waiting ? now : fedAt;
      lastSign = taken - lastSign > 0 ? taken : lastSign;
    }
    if (waiting && now - lastProgress >= sendTimeout) {
      return Verdict.SEND_TIMEOUT;
    }
    if (pingUnanswered && now - lastSign >= 2 * heartbeat) {
      return Verdict.DEAD;
    }
    if (now - nextPing >= 0) {
      nextPing = now + heartbeat;
      if (!pingUnanswered) {
        pingUnanswered = true;
        // Two heartbeats from here, however long ago the last sign was.
        lastSign = now;
      }
      return Verdict.PING;
    }
    return Verdict.FINE;
  }
}
