package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.protocol.ServerFrames;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a connection that speaks HTTP into a feed: answers 101, gives it to the opener, and puts
 * handlers for frames in the place of those for HTTP.
 *
 * <p>In this order, all in one turn of the loop: so the opener's first frame follows the answer,
 * and a frame that came in the same packet as the request finds its listener.
 */
final class FeedUpgrade {
  /** The name of the handler that hands frames to the listener. */
  static final String CLIENT_FRAMES = "client-frames";

  /** The handler next to the socket, but for TLS. */
  static final String FRAMES = "frames";

  private static final Logger LOG = LoggerFactory.getLogger(FeedUpgrade.class);

  private final FeedOpener opener;
  private final InboundLimits limits;
  private final WebSocketDecoderConfig frames;
  private final WebSocketDecoderConfig framesWithExtension;

  FeedUpgrade(FeedOpener opener, InboundLimits limits) {
    this.opener = opener;
    this.limits = limits;
    this.frames = frames(limits, false);
    this.framesWithExtension = frames(limits, true);
  }

  private static WebSocketDecoderConfig frames(InboundLimits limits, boolean extension) {
    return WebSocketDecoderConfig.newBuilder()
        .expectMaskedFrames(true)
        .allowMaskMismatch(false)
        .allowExtensions(extension)
        .maxFramePayloadLength(limits.maxMessageBytes())
        // The session closes by itself, with what it still has to say in front.
        .closeOnProtocolViolation(false)
        .build();
  }

  void upgrade(ChannelHandlerContext gate, HttpRequest request, Verdict.Open granted) {
    ChannelPipeline pipeline = gate.pipeline();
    gate.writeAndFlush(
        WebSocketHandshake.accept(request.headers(), granted.echoed(), granted.extension()));
    pipeline.remove(HttpResponseEncoder.class);
    pipeline.remove(HandshakeDeadline.class);
    FrameListener listener;
    try {
      listener = opener.opened(gate.channel(), granted.request());
    } catch (RuntimeException e) {
      LOG.error("{} could not be opened", gate.channel(), e);
      pipeline.remove(HttpRequestDecoder.class);
      Linger.after(
          gate.writeAndFlush(
              Unpooled.wrappedBuffer(ServerFrames.close(CloseReason.INTERNAL_ERROR))));
      return;
    }
    pipeline.replace(gate.handler(), CLIENT_FRAMES, new ClientFrames(listener, limits));
    pipeline.addBefore(CLIENT_FRAMES, "utf8", new Utf8FrameValidator(false));
    boolean extension = granted.extension().isPresent();
    if (extension) {
      pipeline.addBefore("utf8", "compressed", new CompressedMessages());
    }
    pipeline.replace(
        HttpRequestDecoder.class,
        FRAMES,
        new WebSocket13FrameDecoder(extension ? framesWithExtension : frames));
  }
}
