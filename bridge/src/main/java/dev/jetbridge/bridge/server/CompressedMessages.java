package dev.jetbridge.bridge.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * Lets a client that agreed to permessage-deflate compress what it sends (RFC 7692 §6). Nobody
 * reads that (P-8.1): it goes on as binary messages of the bytes that came, and is never inflated,
 * so that nothing small can become large here.
 */
final class CompressedMessages extends ChannelInboundHandlerAdapter {
  private static final int RSV1 = 4;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (!(msg instanceof WebSocketFrame frame) || frame.rsv() == 0) {
      ctx.fireChannelRead(msg);
    } else if (frame.rsv() == RSV1 && beginsMessage(frame)) {
      ctx.fireChannelRead(new BinaryWebSocketFrame(frame.isFinalFragment(), 0, frame.content()));
    } else {
      int found = frame.rsv();
      frame.release();
      ctx.fireExceptionCaught(
          new CorruptedWebSocketFrameException(
              WebSocketCloseStatus.PROTOCOL_ERROR,
              "reserved bits " + found + " found, expected RSV1 on the first frame of a message"));
    }
  }

  private static boolean beginsMessage(WebSocketFrame frame) {
    return frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
  }
}
