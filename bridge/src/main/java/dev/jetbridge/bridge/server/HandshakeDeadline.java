package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.ProblemType;
import dev.jetbridge.bridge.protocol.Refusal;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the time from accept to a complete request head, TLS handshake included, however slowly
 * its bytes trickle in (slowloris).
 *
 * <p>When it has passed, a connection on which a request had begun is refused with 408, by an event
 * to the handlers behind. One that never sent a byte is closed without an answer: browsers open
 * some in advance and would take a 408 for the answer to a later request.
 */
final class HandshakeDeadline extends ChannelInboundHandlerAdapter {
  private final Duration allowed;
  private @Nullable Future<?> timer;
  private boolean begun;

  HandshakeDeadline(Duration allowed) {
    this.allowed = allowed;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    timer = ctx.executor().schedule(() -> expired(ctx), allowed.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    begun = true;
    ctx.fireChannelRead(msg);
  }

  private void expired(ChannelHandlerContext ctx) {
    if (!begun) {
      ctx.close();
      return;
    }
    ctx.fireUserEventTriggered(
        Refusal.of(
            ProblemType.HANDSHAKE_TIMEOUT,
            "request not complete after " + allowed.toMillis() + " ms, expected it sooner"));
  }
}
