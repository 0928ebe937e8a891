package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.ProblemType;
import dev.jetbridge.bridge.protocol.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Looks at a connection's first byte: TLS begins with a handshake record (RFC 8446 §5.1). A client
 * that speaks plain HTTP to this port is told so in the language it speaks.
 */
final class TlsGreeting extends ByteToMessageDecoder {
  private static final int HANDSHAKE_RECORD = 22;

  private final TlsIdentity identity;

  TlsGreeting(TlsIdentity identity) {
    this.identity = identity;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    byte first = in.getByte(in.readerIndex());
    if (first == HANDSHAKE_RECORD) {
      ctx.pipeline().replace(this, "tls", identity.newHandler(ctx.alloc()));
    } else if (first >= 'A' && first <= 'Z') {
      in.skipBytes(in.readableBytes());
      ctx.fireUserEventTriggered(
          Refusal.of(ProblemType.MALFORMED_REQUEST, "plain HTTP found, expected TLS (https, wss)"));
      ctx.pipeline().remove(this);
    } else {
      in.skipBytes(in.readableBytes());
      ctx.close();
    }
  }
}
