package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.CloseReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is written about sessions: one line at the end of each, and its defects. */
final class SessionLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.jetbridge.session");

  void opened(SessionChannel session) {
    LOG.debug(
        "session {} opened: {} from {}, token {}, filters {}",
        session.id(),
        session.request().start(),
        session.request().remote(),
        session.principal().name(),
        session.request().filters());
  }

  void ended(SessionChannel session, @Nullable CloseReason reason) {
    LOG.debug(
        "session {} ended while {}: {}, {} s, {} events, {} bytes, cursor {}",
        session.id(),
        session.session().servedAs(),
        reason == null ? "by the client or the network" : reason.code() + " " + reason.text(),
        Duration.ofNanos(session.ageNanos()).toSeconds(),
        session.outbox().events(),
        session.outbox().bytes(),
        session.session().position());
  }

  void failed(SessionChannel session, Throwable cause) {
    LOG.error("session {} failed, and ends", session.id(), cause);
  }

  void failed(Throwable cause) {
    LOG.error("the fan-out of an event loop failed, and all its sessions end with 1011", cause);
  }
}
