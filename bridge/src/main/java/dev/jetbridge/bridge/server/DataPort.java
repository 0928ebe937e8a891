package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.auth.Authenticator;
import dev.jetbridge.config.ServerSettings;
import dev.jetbridge.config.TlsSettings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port that clients connect to. */
public final class DataPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataPort.class);

  /** What the kernel may queue of a connection's output. */
  private static final int SEND_BUFFER_BYTES = 64 * 1024;

  /** How much of that may be unsent before the socket counts as full: what a ping waits behind. */
  private static final int UNSENT_BYTES = 16 * 1024;

  private static final int WRITABLE_BELOW_BYTES = 16 * 1024;
  private static final int UNWRITABLE_ABOVE_BYTES = 32 * 1024;

  private final Channel listener;
  private final DataPipeline pipeline;
  private final @Nullable TlsIdentity tls;

  private DataPort(Channel listener, DataPipeline pipeline, @Nullable TlsIdentity tls) {
    this.listener = listener;
    this.pipeline = pipeline;
    this.tls = tls;
  }

  /**
   * What the port needs of the rest of the bridge.
   *
   * @param authenticator says who a token speaks for
   * @param draining whether new feeds are refused with 503
   * @param opener takes over what was upgraded; null where no feed is served
   * @param snapshot answers who asks for the snapshot; null where none is served
   * @param console a page to look at the feed with; null where none is served
   * @param handshakes counts what became of connections
   * @param background where files are read again
   */
  public record Neighbours(
      Authenticator authenticator,
      BooleanSupplier draining,
      @Nullable FeedOpener opener,
      @Nullable SnapshotPort snapshot,
      @Nullable Pages console,
      Handshakes handshakes,
      ScheduledExecutorService background) {}

  /**
   * Begins to listen.
   *
   * @param maxInboundPerSecond frames that a client may send in a second
   * @throws PortUnavailable where the address is taken or TLS cannot be served
   */
  public static DataPort open(
      EventLoops loops, ServerSettings settings, int maxInboundPerSecond, Neighbours neighbours) {
    return open(loops, settings, InboundLimits.ofFramesPerSecond(maxInboundPerSecond), neighbours);
  }

  static DataPort open(
      EventLoops loops, ServerSettings settings, InboundLimits inbound, Neighbours neighbours) {
    TlsSettings files = settings.tls();
    TlsIdentity tls =
        files == null
            ? null
            : TlsIdentity.open(
                files, settings.limits().handshakeTimeout(), neighbours.background());
    DataPipeline pipeline =
        new DataPipeline(
            settings.limits(),
            settings.proxyProtocol(),
            inbound,
            settings.compression(),
            new Origins(settings.allowedOrigins()),
            tls,
            neighbours);
    ServerBootstrap bootstrap = loops.forSessions().childHandler(pipeline);
    keepQueuesShort(bootstrap, loops.isEpoll());
    try {
      Channel listener = Listeners.bind(bootstrap, settings.host(), settings.port());
      LOG.info("Data port listens on {} ({})", listener.localAddress(), loops.transport());
      return new DataPort(listener, pipeline, tls);
    } catch (PortUnavailable e) {
      if (tls != null) {
        tls.close();
      }
      throw e;
    }
  }

  // A socket that takes megabytes is always writable: a slow reader would look like a fast one, and
  // a ping would wait behind all of it.
  private static void keepQueuesShort(ServerBootstrap bootstrap, boolean epoll) {
    bootstrap
        .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(WRITABLE_BELOW_BYTES, UNWRITABLE_ABOVE_BYTES));
    if (epoll) {
      bootstrap.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) UNSENT_BYTES);
    }
  }

  /** Where it listens; the port is the one taken where 0 was configured. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /** The connections that are open within the limits, sessions or not. */
  public int connections() {
    return pipeline.open();
  }

  /**
   * Waits until none of them is open any more.
   *
   * @return false where some are after that time
   */
  public boolean awaitNone(Duration atMost) throws InterruptedException {
    try {
      pipeline.none().get(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a count of connections failed", e);
    }
  }

  /** When the certificate that it shows expires; null where it serves plain TCP. */
  public @Nullable Instant certificateExpiry() {
    return tls == null ? null : tls.expiry();
  }

  /** Stops to listen. Connections stay, until their loops stop. */
  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    if (tls != null) {
      tls.close();
    }
  }
}
