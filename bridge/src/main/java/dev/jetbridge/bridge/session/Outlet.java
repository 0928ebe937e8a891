package dev.jetbridge.bridge.session;

import dev.jetbridge.bridge.protocol.CloseReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The way to one client: an outbox that takes whole messages in order and says when it is full.
 * Called on the session's loop. A client that is lost makes no call fail; the session is then told
 * to end by {@link Session#ended}.
 */
public interface Outlet {
  /** Whether it takes another event. When it does again, it calls {@link Session#roomAgain}. */
  boolean hasRoom();

  /**
   * Takes an event; {@link #hasRoom} was just true.
   *
   * @param frames one message in one or several frames; shared, read only
   * @param published the broker's time of it
   */
  void send(byte[] frames, Instant published);

  /** Takes a control message of {@code jetbridge.v1}, behind whatever it has taken before. */
  void tell(byte[] frames);

  /** When it last took a message, on the loop's clock in nanoseconds. */
  long lastMessageNanos();

  /**
   * Says good-bye: bookmark, problem, close frame; then the connection ends.
   *
   * @param bookmark passed by where an event is only half on its way and no problem follows: the
   *     close may then stand before the rest of the event, a text may not
   */
  void close(CloseReason reason, byte @Nullable [] bookmark, byte @Nullable [] problem);
}
