package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.CloseReason;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a client sends after the upgrade: hands on control frames, drops text and binary
 * within the limits, and tells once what breaks them (P-8.1). After the client's close, or a broken
 * rule, whatever comes is dropped.
 */
final class ClientFrames extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ClientFrames.class);
  // RFC 6455 §7.1.5: what stands for a close frame without a code.
  private static final int NO_CODE = 1005;
  private static final int LAST_CODE = 4999;

  private final FrameListener listener;
  private final InboundLimits limits;
  private final FrameBudget budget;
  private long messageBytes;
  private boolean over;

  ClientFrames(FrameListener listener, InboundLimits limits) {
    this.listener = listener;
    this.limits = limits;
    this.budget = new FrameBudget(limits.maxFramesPerSecond(), System.nanoTime());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    try {
      if (!over && msg instanceof WebSocketFrame frame) {
        read(frame);
      }
    } finally {
      ReferenceCountUtil.release(msg);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    listener.received();
    ctx.fireChannelReadComplete();
  }

  private void read(WebSocketFrame frame) {
    if (!budget.take(System.nanoTime())) {
      violated(
          CloseReason.TOO_MANY_FRAMES,
          "more frames found than expected: " + limits.maxFramesPerSecond() + " a second");
      return;
    }
    switch (frame) {
      case PingWebSocketFrame ping -> listener.ping(ping.content());
      case PongWebSocketFrame pong -> listener.pong(pong.content());
      case CloseWebSocketFrame close -> close(close);
      default -> count(frame);
    }
  }

  private void close(CloseWebSocketFrame close) {
    int code = close.statusCode();
    if (code > LAST_CODE) {
      // The decoder refuses the other codes that may not be sent (RFC 6455 §7.4.2).
      violated(CloseReason.PROTOCOL_ERROR, "close code " + code + " found, expected at most 4999");
      return;
    }
    over = true;
    listener.closed(code < 0 ? NO_CODE : code, close.reasonText());
  }

  private void count(WebSocketFrame data) {
    messageBytes += data.content().readableBytes();
    if (messageBytes > limits.maxMessageBytes()) {
      violated(
          CloseReason.MESSAGE_TOO_BIG,
          "message above " + limits.maxMessageBytes() + " bytes found, expected at most that");
    } else if (data.isFinalFragment()) {
      messageBytes = 0;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      violated(reasonFor(corrupted), String.valueOf(corrupted.getMessage()));
    } else if (cause instanceof IOException) {
      LOG.debug("{} lost", ctx.channel(), cause);
      ctx.close();
    } else {
      LOG.error("{} closed for a defect of the server", ctx.channel(), cause);
      if (over) {
        // Whoever should end it has failed at that.
        ctx.close();
      }
      violated(CloseReason.INTERNAL_ERROR, cause.toString());
    }
  }

  private void violated(CloseReason reason, String detail) {
    if (!over) {
      over = true;
      listener.violated(reason, detail);
    }
  }

  private static CloseReason reasonFor(CorruptedWebSocketFrameException corrupted) {
    return switch (corrupted.closeStatus().code()) {
      case 1007 -> CloseReason.INVALID_UTF8;
      case 1009 -> CloseReason.MESSAGE_TOO_BIG;
      default -> CloseReason.PROTOCOL_ERROR;
    };
  }
}
