package dev.jetbridge.bridge.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;

/** Binds listeners. */
final class Listeners {
  private Listeners() {}

  /**
   * Binds one; blocks until that is done.
   *
   * @throws PortUnavailable where the name is unknown or the address is taken
   */
  static Channel bind(ServerBootstrap bootstrap, String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      Throwable cause = bound.cause();
      String why = address.isUnresolved() ? "no such name" : cause.getMessage();
      throw new PortUnavailable("Cannot listen on " + host + ":" + port + ": " + why, cause);
    }
    return bound.channel();
  }
}
