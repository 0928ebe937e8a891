package dev.jetbridge.bridge.server;

import dev.jetbridge.config.AdminSettings;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port that operators ask: metrics, probes, and what a running bridge knows of itself. */
public final class AdminPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminPort.class);

  private final Channel listener;

  private AdminPort(Channel listener) {
    this.listener = listener;
  }

  /**
   * Begins to listen.
   *
   * @throws PortUnavailable where the address is taken
   */
  public static AdminPort open(EventLoops loops, AdminSettings settings, AdminDesk desk) {
    Channel listener =
        Listeners.bind(
            loops.forAdmin().childHandler(new AdminPipeline(desk)),
            settings.host(),
            settings.port());
    LOG.info("Admin port listens on {}", listener.localAddress());
    return new AdminPort(listener);
  }

  /** Where it listens; the port is the one taken where 0 was configured. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /** Stops to listen. */
  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
  }
}
