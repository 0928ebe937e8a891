package dev.jetbridge.bridge.server;

import dev.jetbridge.config.Compression;
import dev.jetbridge.config.ConnectionLimits;
import dev.jetbridge.config.ProxyProtocol;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a connection of the data port goes through: asked whom it speaks for where it comes from a
 * proxy, counted, secured, bounded in time, read as one HTTP request, judged, and then upgraded or
 * answered.
 */
final class DataPipeline extends ChannelInitializer<SocketChannel> {
  private final ConnectionLimits limits;
  private final ProxyProtocol proxyProtocol;
  private final Connections connections;
  private final @Nullable TlsIdentity tls;
  private final Origins origins;
  private final FeedChecks checks;
  private final FeedUpgrade upgrade;
  private final DataPort.Neighbours neighbours;
  private final HeaderlessPeers headerless;

  DataPipeline(
      ConnectionLimits limits,
      ProxyProtocol proxyProtocol,
      InboundLimits inbound,
      Compression compression,
      Origins origins,
      @Nullable TlsIdentity tls,
      DataPort.Neighbours neighbours) {
    this.limits = limits;
    this.proxyProtocol = proxyProtocol;
    this.connections = new Connections(limits);
    this.tls = tls;
    this.origins = origins;
    this.neighbours = neighbours;
    this.headerless = new HeaderlessPeers(neighbours.handshakes());
    SnapshotPort snapshot = neighbours.snapshot();
    this.checks =
        new FeedChecks(
            new RequestSyntax(limits.maxUriBytes(), limits.maxHeaderBytes()),
            neighbours.draining(),
            neighbours.authenticator(),
            origins,
            neighbours.opener() != null,
            compression == Compression.SHARED,
            snapshot == null ? null : new SnapshotChecks(snapshot, origins),
            neighbours.console());
    this.upgrade = new FeedUpgrade(opener(neighbours), inbound);
  }

  private static FeedOpener opener(DataPort.Neighbours neighbours) {
    FeedOpener opener = neighbours.opener();
    return opener != null
        ? opener
        : (channel, request) -> {
          throw new IllegalStateException("upgrade found, expected none on this port");
        };
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    @Nullable InetSocketAddress remote = channel.remoteAddress();
    if (remote == null) {
      // The peer left before it was looked at.
      channel.close();
    } else if (proxyProtocol == ProxyProtocol.REQUIRED) {
      askForClient(channel, remote);
    } else {
      serve(channel, connections.entered(remote.getAddress()), remote, limits.handshakeTimeout());
    }
  }

  /** Everything behind the question who it is. */
  private void serve(
      SocketChannel channel, Admission admission, InetSocketAddress client, Duration time) {
    channel.closeFuture().addListener(closed -> connections.left(client.getAddress(), admission));
    if (admission == Admission.TURNED_AWAY) {
      channel.close();
      return;
    }
    secure(channel.pipeline());
    boundHandshake(channel.pipeline(), time);
    speakHttp(channel.pipeline());
    judgeRequest(channel.pipeline(), admission, client);
  }

  private void askForClient(SocketChannel channel, InetSocketAddress proxy) {
    if (!connections.enteredUnnamed()) {
      channel.close();
      return;
    }
    AtomicBoolean known = new AtomicBoolean();
    channel
        .closeFuture()
        .addListener(closed -> {
          if (known.compareAndSet(false, true)) {
            connections.leftUnnamed();
          }
        });
    channel.pipeline().addLast(new HAProxyMessageDecoder());
    channel
        .pipeline()
        .addLast(
            new ProxyGreeting(
                limits.handshakeTimeout(),
                proxy,
                (client, left) -> {
                  if (known.compareAndSet(false, true)) {
                    serve(channel, connections.named(client.getAddress()), client, left);
                  }
                },
                headerless));
  }

  /** The connections that are open within the limits. */
  int open() {
    return connections.open();
  }

  /** Completed once none is. */
  CompletableFuture<Void> none() {
    return connections.none();
  }

  private void secure(ChannelPipeline pipeline) {
    if (tls != null) {
      pipeline.addLast(new TlsGreeting(tls));
    }
  }

  private static void boundHandshake(ChannelPipeline pipeline, Duration time) {
    pipeline.addLast(new HandshakeDeadline(time));
  }

  private void speakHttp(ChannelPipeline pipeline) {
    pipeline.addLast(new HttpRequestDecoder(HttpLimits.of(limits)));
    pipeline.addLast(new HttpResponseEncoder());
  }

  private void judgeRequest(
      ChannelPipeline pipeline, Admission admission, InetSocketAddress remote) {
    pipeline.addLast(
        new RequestGate(
            (ctx, request) -> checks.check(request, admission, remote, System.nanoTime()),
            upgrade::upgrade,
            origins,
            neighbours.handshakes()));
  }
}
