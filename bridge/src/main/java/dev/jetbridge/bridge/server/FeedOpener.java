package dev.jetbridge.bridge.server;

import io.netty.channel.Channel;

/** Takes over connections whose upgrade is done. */
@FunctionalInterface
public interface FeedOpener {
  /**
   * Takes one over. Called once for it, on its event loop, after the answer 101 was written and
   * before any frame of the client is read; what is written to the channel from here on are whole
   * unmasked frames in buffers, and it may add handlers at the end of the pipeline.
   *
   * @return who hears of the client's frames, on the same loop
   */
  FrameListener opened(Channel channel, FeedRequest request);
}
