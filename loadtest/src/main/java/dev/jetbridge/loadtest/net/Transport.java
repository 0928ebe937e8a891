package dev.jetbridge.loadtest.net;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.channels.spi.SelectorProvider;

/** How sockets are driven here: epoll where there is one, else the JDK's selectors. */
public final class Transport {
  /** So many at a time that a turn takes in all that is ready. */
  private static final int EVENTS_A_TURN = 4096;

  private static final boolean EPOLL = Epoll.isAvailable();

  private Transport() {}

  /** Event loops, on daemon threads {@code name-1} and up. */
  public static MultiThreadIoEventLoopGroup loops(int count, String name) {
    IoHandlerFactory factory =
        EPOLL
            ? EpollIoHandler.newFactory(EVENTS_A_TURN, Turns.KEPT)
            : NioIoHandler.newFactory(SelectorProvider.provider(), Turns.KEPT);
    return new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(name, true), factory);
  }

  public static Class<? extends Channel> clientChannel() {
    return EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  public static Class<? extends ServerSocketChannel> serverChannel() {
    return EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** {@code epoll} or {@code nio}. */
  public static String name() {
    return EPOLL ? "epoll" : "nio";
  }
}
