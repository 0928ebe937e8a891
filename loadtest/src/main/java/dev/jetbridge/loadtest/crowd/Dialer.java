package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.adapter.Dialogue;
import dev.jetbridge.loadtest.net.Frames;
import dev.jetbridge.loadtest.net.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes connections for viewers, each from the next of the source addresses. */
final class Dialer {
  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
  private static final int NO_CODE = 1005;

  private final Stage stage;
  private final long began = System.nanoTime();

  Dialer(Stage stage) {
    this.stage = stage;
  }

  /** When this run's dialling began, by {@link System#nanoTime}. */
  long began() {
    return began;
  }

  void dial(Viewer viewer, LoopSide side, int number, Destination to, Dialogue dialogue) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(side.loop())
            .channel(Transport.clientChannel())
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(new Initializer(viewer, side, to.tls(), dialogue));
    InetSocketAddress source = source(number);
    if (source != null && EpollSocketChannel.class.equals(Transport.clientChannel())) {
      // The port is chosen at connect, when it may be one that another destination has too.
      bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
    }
    bootstrap
        .connect(to.server(), source)
        .addListener(
            (ChannelFutureListener)
                connect -> {
                  Throwable cause = connect.cause();
                  if (cause != null) {
                    viewer.failed(cause);
                  }
                });
  }

  private @Nullable InetSocketAddress source(int number) {
    List<InetSocketAddress> sources = stage.sources();
    return sources.isEmpty() ? null : sources.get(Math.floorMod(number, sources.size()));
  }

  /** Completes the closing handshake; the server closes the connection (RFC 6455 §7.1.1). */
  void answerClose(Channel channel, int code) {
    boolean sendable = code != NO_CODE && (code < 1004 || code > 1006);
    channel
        .writeAndFlush(Frames.close(channel.alloc(), sendable ? code : 1000))
        .addListener(ChannelFutureListener.CLOSE);
  }

  private static final class Initializer extends ChannelInitializer<Channel> {
    private final Viewer viewer;
    private final LoopSide side;
    private final @Nullable ClientTls tls;
    private final Dialogue dialogue;

    Initializer(Viewer viewer, LoopSide side, @Nullable ClientTls tls, Dialogue dialogue) {
      this.viewer = viewer;
      this.side = side;
      this.tls = tls;
      this.dialogue = dialogue;
    }

    @Override
    protected void initChannel(Channel channel) {
      channel.config().setRecvByteBufAllocator(Pacing.usualReading());
      if (tls != null) {
        channel.pipeline().addLast(tls.handler(channel.alloc()));
      }
      channel.pipeline().addLast(new FeedChannel(side, viewer, dialogue));
      viewer.connecting(channel);
    }
  }
}
