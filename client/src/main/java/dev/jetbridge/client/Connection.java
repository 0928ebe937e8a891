package dev.jetbridge.client;

import java.util.concurrent.CompletableFuture;

/** One attempt at a feed, from the opening handshake on. Any thread may call. */
interface Connection {
  /** Asks for more after its line said that there is no room. */
  void resume();

  /**
   * Leaves with a close frame, or drops the connection where the server does not answer soon.
   *
   * @return completes, never exceptionally, when the connection is no more
   */
  CompletableFuture<Void> leave();

  /** Drops the connection. */
  void abort();
}
