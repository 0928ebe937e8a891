package dev.jetbridge.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Opens connections; a test's has no network. */
interface Connector extends AutoCloseable {
  /**
   * Begins a connection and returns at once; what comes of it is reported on the line, a failure
   * included.
   *
   * @param address of the WebSocket, with the feed's parameters
   * @param token to show, null for none
   */
  Connection open(URI address, @Nullable String token, Inbox.Line line);

  @Override
  void close();
}
