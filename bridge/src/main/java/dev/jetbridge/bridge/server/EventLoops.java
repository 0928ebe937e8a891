package dev.jetbridge.bridge.server;

import dev.jetbridge.config.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that wait for sockets: one in front that accepts connections and serves the admin
 * port, so that it answers while the others are busy, and those that own the sessions.
 */
public final class EventLoops implements AutoCloseable {
  /**
   * How long a loop runs tasks before it looks at its sockets again. A task that puts itself in the
   * queue again would otherwise keep the sockets waiting for Netty's second.
   */
  private static final long TASK_QUANTUM_MILLIS = 5;

  private static final int BACKLOG = 1024;
  private static final long QUIET_MILLIS = 0;
  private static final long STOP_SECONDS = 5;

  private final boolean epoll;
  private final IoEventLoopGroup front;
  private final IoEventLoopGroup sessions;

  private EventLoops(boolean epoll, int threads) {
    this.epoll = epoll;
    this.front = group(epoll, 1, "jetbridge-front");
    this.sessions = group(epoll, threads, "jetbridge-loop");
  }

  /**
   * Starts the loops.
   *
   * @param threads those that own sessions; 0 for one a processor
   * @throws PortUnavailable where epoll is demanded and does not load
   */
  public static EventLoops open(Transport transport, int threads) {
    int count = threads == 0 ? NettyRuntime.availableProcessors() : threads;
    return switch (transport) {
      case AUTO -> new EventLoops(Epoll.isAvailable(), count);
      case NIO -> new EventLoops(false, count);
      case EPOLL -> {
        if (!Epoll.isAvailable()) {
          Throwable cause = Epoll.unavailabilityCause();
          throw new PortUnavailable(
              "server.transport is epoll, which does not load here ("
                  + cause
                  + "), expected auto"
                  + " or nio",
              cause);
        }
        yield new EventLoops(true, count);
      }
    };
  }

  /** How sockets are waited for: {@code epoll} or {@code nio}. */
  public String transport() {
    return epoll ? "epoll" : "nio";
  }

  /** Tasks that wait to be run, for each loop that owns sessions. */
  public List<Integer> pendingTasks() {
    List<Integer> pending = new ArrayList<>();
    for (EventExecutor loop : sessions) {
      pending.add(((SingleThreadEventExecutor) loop).pendingTasks());
    }
    return pending;
  }

  /** The loops that own sessions, each with a thread of its own. */
  public List<Executor> sessionLoops() {
    List<Executor> loops = new ArrayList<>();
    sessions.forEach(loops::add);
    return loops;
  }

  /** Which of the session loops' allocator the buffers of sessions come from. */
  static PooledByteBufAllocator allocator() {
    // Netty's default since 4.2 is the adaptive one, with open reports of growth without bound.
    return PooledByteBufAllocator.DEFAULT;
  }

  /** The loops that own sessions, as Netty sees them. */
  List<EventLoop> ofSessions() {
    List<EventLoop> loops = new ArrayList<>();
    sessions.forEach(executor -> loops.add((EventLoop) executor));
    return loops;
  }

  boolean isEpoll() {
    return epoll;
  }

  /** A listener whose connections live on the session loops. */
  ServerBootstrap forSessions() {
    return listener(sessions);
  }

  /** A listener whose connections live on the front loop. */
  ServerBootstrap forAdmin() {
    return listener(front);
  }

  private ServerBootstrap listener(IoEventLoopGroup children) {
    Class<? extends ServerChannel> channel =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    ByteBufAllocator allocator = allocator();
    return new ServerBootstrap()
        .group(front, children)
        .channel(channel)
        .option(ChannelOption.ALLOCATOR, allocator)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.ALLOCATOR, allocator)
        .childOption(ChannelOption.TCP_NODELAY, true)
        // A peer that ends its output has left: half-open channels would stay for ever.
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
  }

  private static IoEventLoopGroup group(boolean epoll, int threads, String name) {
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name), io) {
      @Override
      protected IoEventLoop newChild(Executor executor, IoHandlerFactory factory, Object... args) {
        return new SingleThreadIoEventLoop(
            this,
            executor,
            factory,
            Integer.MAX_VALUE,
            RejectedExecutionHandlers.reject(),
            TASK_QUANTUM_MILLIS);
      }
    };
  }

  /** Stops the loops; what is still open on them is closed. Waits a few seconds at most. */
  @Override
  public void close() {
    List<Future<?>> stopped =
        List.of(
            front.shutdownGracefully(QUIET_MILLIS, STOP_SECONDS, TimeUnit.SECONDS),
            sessions.shutdownGracefully(QUIET_MILLIS, STOP_SECONDS, TimeUnit.SECONDS));
    stopped.forEach(future -> future.awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS));
  }
}
