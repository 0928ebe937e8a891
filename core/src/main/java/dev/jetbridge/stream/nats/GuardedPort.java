package dev.jetbridge.stream.nats;

import io.nats.client.impl.SocketDataPort;
import java.io.IOException;

/**
 * The socket as jnats uses it, its input passed through a {@link HeaderFilter}. Public with a plain
 * constructor because jnats makes it by its name; of no use to anybody else.
 */
public final class GuardedPort extends SocketDataPort {
  private static final int BUFFER = 64 * 1024;

  private final HeaderFilter filter = new HeaderFilter(this::readSocket, BUFFER);

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return filter.read(into, offset, length);
  }

  private int readSocket(byte[] into, int offset, int length) throws IOException {
    return super.read(into, offset, length);
  }
}
