package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.protocol.ServerFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;

/**
 * A session that sends back what it is sent, for suites of WebSocket conformance, which need that.
 * Its ends are the product's own: the same handlers in front, the same farewell.
 */
final class EchoSession implements FrameListener {
  private final Outbox outbox;
  private final Farewell farewell;

  EchoSession(Channel channel) {
    outbox =
        new Outbox(
            channel, new NettyLoop(channel.eventLoop()), new Uncounted(), () -> {}, () -> {});
    farewell = new Farewell(channel, outbox, Duration.ofSeconds(5));
    // Behind the upgrade that is under way, ahead of the first frame.
    channel
        .eventLoop()
        .execute(() ->
            channel
                .pipeline()
                .addBefore(
                    FeedUpgrade.CLIENT_FRAMES, "echo-out", new WebSocket13FrameEncoder(false))
                .addBefore(FeedUpgrade.CLIENT_FRAMES, "echo", new Echo()));
  }

  @Override
  public void received() {
    // Keeps no time.
  }

  @Override
  public void ping(ByteBuf payload) {
    if (!farewell.isSaid()) {
      var unused = outbox.control(ServerFrames.pong(ByteBufUtil.getBytes(payload)));
    }
  }

  @Override
  public void pong(ByteBuf payload) {
    // Asked for none.
  }

  @Override
  public void closed(int code, String reason) {
    farewell.answer(code);
  }

  @Override
  public void violated(CloseReason reason, String detail) {
    farewell.say(reason, null, null);
  }

  private final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      if (!farewell.isSaid()
          && (msg instanceof TextWebSocketFrame
              || msg instanceof BinaryWebSocketFrame
              || msg instanceof ContinuationWebSocketFrame)) {
        ctx.writeAndFlush(((WebSocketFrame) msg).retainedDuplicate());
      }
      ctx.fireChannelRead(msg);
    }
  }
}
