package dev.jetbridge.bridge.server;

import dev.jetbridge.config.ConnectionLimits;
import io.netty.handler.codec.http.HttpDecoderConfig;

/** The limits of a request's head, as the decoder wants them. */
final class HttpLimits {
  /** A request line has a method, two spaces and a version beside its target. */
  private static final int BESIDE_TARGET = 32;

  /** Bodies are refused: what still comes in is cut small and dropped. */
  private static final int CHUNK_BYTES = 1024;

  private HttpLimits() {}

  static HttpDecoderConfig of(ConnectionLimits limits) {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(limits.maxUriBytes() + BESIDE_TARGET)
        .setMaxHeaderSize(limits.maxHeaderBytes())
        .setMaxChunkSize(CHUNK_BYTES);
  }
}
