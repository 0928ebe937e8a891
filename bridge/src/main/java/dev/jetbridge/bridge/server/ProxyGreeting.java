package dev.jetbridge.bridge.server;

import dev.jetbridge.config.DurationText;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the header by which a proxy tells whom a connection comes from (the PROXY protocol,
 * versions 1 and 2, as HAProxy's {@code proxy-protocol.txt} has it), and then has the handlers for
 * that client put behind it. A connection that begins otherwise, or does not begin, is closed and
 * counted: who speaks to this port without it is no proxy, and there is no language to answer in.
 */
final class ProxyGreeting extends SimpleChannelInboundHandler<HAProxyMessage> {
  private final Duration allowed;
  private final InetSocketAddress peer;
  private final Named named;
  private final HeaderlessPeers headerless;
  private final long acceptedNanos = System.nanoTime();
  private @Nullable Future<?> deadline;
  private boolean ended;

  /** Told who the client is. */
  @FunctionalInterface
  interface Named {
    /**
     * Puts handlers at the pipeline's end; they are given what follows the header.
     *
     * @param left what is left of the time for the handshake
     */
    void named(InetSocketAddress client, Duration left);
  }

  /**
   * @param peer the proxy itself, which speaks for nobody where it looks whether the port is alive
   */
  ProxyGreeting(Duration allowed, InetSocketAddress peer, Named named, HeaderlessPeers headerless) {
    this.allowed = allowed;
    this.peer = peer;
    this.named = named;
    this.headerless = headerless;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline =
        ctx.executor()
            .schedule(
                () -> end(ctx, "nothing whole within " + DurationText.of(allowed)),
                allowed.toNanos(),
                TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HAProxyMessage header) {
    InetSocketAddress client = client(header);
    ctx.pipeline().remove(this);
    Duration left = allowed.minusNanos(System.nanoTime() - acceptedNanos);
    named.named(client, left.isNegative() ? Duration.ZERO : left);
  }

  private InetSocketAddress client(HAProxyMessage header) {
    byte @Nullable [] address =
        header.sourceAddress() == null
            ? null
            : NetUtil.createByteArrayFromIpAddressString(header.sourceAddress());
    if (header.command() == HAProxyCommand.LOCAL || address == null) {
      return peer;
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), header.sourcePort());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes found to be no address", e);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof DecoderException) {
      Throwable first = cause;
      while (first.getCause() != null) {
        first = first.getCause();
      }
      end(ctx, String.valueOf(first.getMessage()));
    } else {
      ctx.close();
    }
  }

  private void end(ChannelHandlerContext ctx, String found) {
    if (!ended) {
      ended = true;
      headerless.met(peer, found, System.nanoTime() - acceptedNanos);
      ctx.close();
    }
  }
}
