package dev.jetbridge.loadtest.crowd;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS to one server. Any thread. */
public final class ClientTls {
  private final SslContext context;
  private final String host;
  private final int port;

  /**
   * @param authorities certificates in PEM to trust in place of the usual ones, or null
   */
  public ClientTls(String host, int port, @Nullable Path authorities) throws SSLException {
    SslContextBuilder builder = SslContextBuilder.forClient();
    if (authorities != null) {
      builder.trustManager(authorities.toFile());
    }
    this.context = builder.endpointIdentificationAlgorithm("HTTPS").build();
    this.host = host;
    this.port = port;
  }

  ChannelHandler handler(ByteBufAllocator allocator) {
    return context.newHandler(allocator, host, port);
  }
}
