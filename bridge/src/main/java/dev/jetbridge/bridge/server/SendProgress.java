package dev.jetbridge.bridge.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * Tells whether a socket has taken any byte between two looks: by the buffer that is at the head of
 * what waits, and how much of it is gone. For the channel's event loop.
 */
final class SendProgress {
  private final Channel channel;
  private int head;
  private long taken;
  private long pending;

  SendProgress(Channel channel) {
    this.channel = channel;
  }

  /** Whether nothing waits, or some byte was taken since the last look. */
  boolean look() {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    if (waiting == null || waiting.totalPendingWriteBytes() == 0) {
      head = 0;
      return true;
    }
    int headNow = System.identityHashCode(waiting.current());
    long takenNow = waiting.currentProgress();
    long pendingNow = waiting.totalPendingWriteBytes();
    boolean moved = headNow != head || takenNow != taken || pendingNow < pending;
    head = headNow;
    taken = takenNow;
    pending = pendingNow;
    return moved;
  }

  /** Whether anything waits for the socket. */
  boolean isWaiting() {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting != null && waiting.totalPendingWriteBytes() > 0;
  }
}
