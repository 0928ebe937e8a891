package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.ServerFrames;
import org.jspecify.annotations.Nullable;

/**
 * The answers to a client's pings: one at a time, and of those pings that came while the socket had
 * yet to take it only the last (RFC 6455 §5.5.3), so that one who pings and never reads queues
 * nothing. For the channel's event loop.
 */
final class Pongs {
  private final Farewell farewell;
  private final Outbox outbox;
  private boolean underway;
  private byte @Nullable [] owed;

  Pongs(Farewell farewell, Outbox outbox) {
    this.farewell = farewell;
    this.outbox = outbox;
  }

  void answer(byte[] payload) {
    if (farewell.isSaid()) {
      return;
    }
    if (underway) {
      owed = payload;
      return;
    }
    underway = true;
    outbox.control(ServerFrames.pong(payload)).addListener(done -> taken(done.isSuccess()));
  }

  private void taken(boolean alive) {
    underway = false;
    byte[] payload = owed;
    owed = null;
    if (alive && payload != null) {
      answer(payload);
    }
  }
}
