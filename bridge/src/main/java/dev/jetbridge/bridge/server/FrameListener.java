package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.CloseReason;
import io.netty.buffer.ByteBuf;

/**
 * Hears what a client sends after the upgrade, on the channel's event loop. Text and binary
 * messages within their bounds are dropped before they get here.
 *
 * <p>Nothing but {@link #received} is called after {@link #closed} or {@link #violated}. The end of
 * the connection itself is the channel's to tell.
 */
public interface FrameListener {
  /** Bytes came in: a whole frame, or a part of one. */
  void received();

  /**
   * A ping, to be answered with a pong of the same payload.
   *
   * @param payload at most 125 bytes, released by the caller
   */
  void ping(ByteBuf payload);

  /**
   * A pong.
   *
   * @param payload at most 125 bytes, released by the caller
   */
  void pong(ByteBuf payload);

  /**
   * The client's close, well-formed (RFC 6455 §5.5.1). Nothing that it sends afterwards is read.
   *
   * @param code 1005 where the frame had none (RFC 6455 §7.1.5)
   * @param reason empty where there was none
   */
  void closed(int code, String reason);

  /**
   * The client broke a rule; the session is to close with this reason.
   *
   * @param detail what was found and expected, for a log; the client is not sent it
   */
  void violated(CloseReason reason, String detail);
}
