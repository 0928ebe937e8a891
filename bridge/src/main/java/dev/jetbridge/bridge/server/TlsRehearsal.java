package dev.jetbridge.bridge.server;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * One handshake in memory. A key that does not belong to its certificate is noticed by no parser,
 * only by every client.
 */
final class TlsRehearsal {
  private static final int MAX_ROUNDS = 100;

  private TlsRehearsal() {}

  /**
   * Shakes hands with a client that trusts anyone.
   *
   * @throws IOException where that fails
   */
  static void handshake(SslContext server) throws IOException {
    try {
      // Trusts anyone since only the possession of the key is in question; nothing leaves memory.
      SslContext client =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .trustManager(InsecureTrustManagerFactory.INSTANCE)
              .build();
      run(
          client.newEngine(UnpooledByteBufAllocator.DEFAULT),
          server.newEngine(UnpooledByteBufAllocator.DEFAULT));
    } catch (SSLException e) {
      throw new IOException("certificate and key don't fit each other: " + e.getMessage(), e);
    }
  }

  private static void run(SSLEngine client, SSLEngine server) throws SSLException {
    ByteBuffer toServer = ByteBuffer.allocate(client.getSession().getPacketBufferSize() * 4);
    ByteBuffer toClient = ByteBuffer.allocate(server.getSession().getPacketBufferSize() * 4);
    ByteBuffer dropped = ByteBuffer.allocate(server.getSession().getApplicationBufferSize());
    client.beginHandshake();
    server.beginHandshake();
    for (int round = 0; round < MAX_ROUNDS; round++) {
      step(client, toServer, toClient, dropped);
      step(server, toClient, toServer, dropped);
      if (done(client) && done(server)) {
        return;
      }
    }
    throw new SSLException("handshake not complete after " + MAX_ROUNDS + " rounds");
  }

  private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in, ByteBuffer dropped)
      throws SSLException {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> {
        for (Runnable task = engine.getDelegatedTask();
            task != null;
            task = engine.getDelegatedTask()) {
          task.run();
        }
      }
      case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
        in.flip();
        engine.unwrap(in, dropped);
        in.compact();
      }
      case FINISHED, NOT_HANDSHAKING -> {
        // The peer has steps left.
      }
    }
  }

  private static boolean done(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
        || engine.getHandshakeStatus() == HandshakeStatus.FINISHED;
  }
}
