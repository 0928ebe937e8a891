package dev.jetbridge.bridge.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection so that what was written last arrives. A socket that is closed while input is
 * unread answers with a reset, which takes back what the peer has not read yet (RFC 9112 §9.6): so
 * the output alone is ended, what still comes in is read and dropped, and the socket is closed when
 * the peer closes or after a moment.
 */
final class Linger {
  /** How long the peer may take to close its side. */
  private static final long PATIENCE_MILLIS = 1_000;

  /** How long the last write may take to leave. */
  private static final long STALLED_MILLIS = 5_000;

  private Linger() {}

  /**
   * Ends the channel once the last write is done. On its event loop; the caller sees to it that
   * further input is dropped.
   */
  static void after(ChannelFuture lastWrite) {
    Channel channel = lastWrite.channel();
    closeIn(channel, STALLED_MILLIS);
    lastWrite.addListener(done -> {
      if (done.isSuccess()) {
        endOutput(channel);
        closeIn(channel, PATIENCE_MILLIS);
      } else {
        channel.close();
      }
    });
  }

  private static void endOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      shutdown(channel);
    } else {
      // TLS ends its own stream first, or the peer takes the end for a truncation.
      tls.closeOutbound().addListener(done -> shutdown(channel));
    }
  }

  private static void shutdown(Channel channel) {
    if (channel instanceof DuplexChannel duplex && channel.isActive()) {
      duplex.shutdownOutput();
    }
  }

  private static void closeIn(Channel channel, long millis) {
    Future<?> timer =
        channel.eventLoop().schedule((Runnable) channel::close, millis, TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(closed -> timer.cancel(false));
  }
}
