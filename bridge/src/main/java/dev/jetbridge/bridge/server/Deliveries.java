package dev.jetbridge.bridge.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Told of what goes to sockets, for metrics; on event loops, on the hot path. */
public interface Deliveries {
  /**
   * Frames were handed to a socket.
   *
   * @param events how many events are among them
   * @param bytes with their headers
   * @param published the broker's time of the first of the events, null where there is none
   */
  void handed(int events, int bytes, @Nullable Instant published);

  /** A ping, pong or close was taken by the socket, so long after it was due. */
  void controlDelay(long nanos);
}
