package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.protocol.ServerFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

/** A session without events: answers pings and closes. */
final class PoliteSession implements FrameListener {
  private static final int NO_CODE = 1005;

  private final Channel channel;

  PoliteSession(Channel channel) {
    this.channel = channel;
  }

  @Override
  public void received() {
    // Keeps no time.
  }

  @Override
  public void ping(ByteBuf payload) {
    channel.writeAndFlush(Unpooled.wrappedBuffer(ServerFrames.pong(ByteBufUtil.getBytes(payload))));
  }

  @Override
  public void pong(ByteBuf payload) {
    // Asked for none.
  }

  @Override
  public void closed(int code, String reason) {
    end(code == NO_CODE ? ServerFrames.close() : ServerFrames.close(code, ""));
  }

  @Override
  public void violated(CloseReason reason, String detail) {
    end(ServerFrames.close(reason));
  }

  private void end(byte[] frame) {
    Linger.after(channel.writeAndFlush(Unpooled.wrappedBuffer(frame)));
  }
}
