package dev.jetbridge.bridge.server;

import dev.jetbridge.config.ConnectionLimits;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a connection of the admin port goes through: the data port's way, without an upgrade. */
final class AdminPipeline extends ChannelInitializer<SocketChannel> {
  private static final int MAX_CONNECTIONS = 256;
  private static final ConnectionLimits LIMITS =
      new ConnectionLimits(
          MAX_CONNECTIONS, MAX_CONNECTIONS, Duration.ofSeconds(10), 8 * 1024, 4 * 1024);
  private static final Origins NO_ORIGINS = new Origins(List.of());

  private final Connections connections = new Connections(LIMITS);
  private final RequestSyntax syntax =
      new RequestSyntax(LIMITS.maxUriBytes(), LIMITS.maxHeaderBytes());
  private final AdminDesk desk;

  AdminPipeline(AdminDesk desk) {
    this.desk = desk;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    @Nullable InetSocketAddress remote = channel.remoteAddress();
    if (remote == null) {
      channel.close();
      return;
    }
    Admission admission = connections.entered(remote.getAddress());
    channel.closeFuture().addListener(closed -> connections.left(remote.getAddress(), admission));
    if (admission != Admission.WITHIN) {
      channel.close();
      return;
    }
    channel
        .pipeline()
        .addLast(new HandshakeDeadline(LIMITS.handshakeTimeout()))
        .addLast(new HttpRequestDecoder(HttpLimits.of(LIMITS)))
        .addLast(new HttpResponseEncoder())
        .addLast(new ChunkedWriteHandler())
        .addLast(
            new RequestGate(
                (ctx, request) -> judge(ctx, request, remote),
                (gate, request, granted) -> {
                  throw new IllegalStateException("upgrade found, expected none on this port");
                },
                NO_ORIGINS,
                (outcome, nanos) -> {
                  // Only clients' handshakes are counted.
                }));
  }

  private Verdict judge(ChannelHandlerContext ctx, HttpRequest request, InetSocketAddress remote) {
    return switch (syntax.check(request)) {
      case RequestSyntax.Result.Bad bad -> new Verdict.Refuse(bad.refusal());
      case RequestSyntax.Result.Good good ->
          new Verdict.Answer(
              good.target().path(),
              desk.answer(
                  new AdminRequest(
                      request.method().name(),
                      good.target(),
                      request.headers().get(HttpHeaderNames.HOST, ""),
                      request.headers().get(HttpHeaderNames.ORIGIN),
                      request.headers().getAll(HttpHeaderNames.AUTHORIZATION),
                      remote.getAddress(),
                      ((InetSocketAddress) ctx.channel().localAddress()).getAddress())));
    };
  }
}
