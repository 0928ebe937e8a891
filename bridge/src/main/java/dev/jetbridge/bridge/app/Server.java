package dev.jetbridge.bridge.app;

/** A bridge as the serve command sees it. Serves once. */
public interface Server {
  /**
   * Serves until it is asked to stop and has stopped, or until it cannot go on; called once, by the
   * thread that waits for it.
   */
  Ending serve() throws InterruptedException;

  /**
   * Asks for the graceful stop and returns at once: no new connection from now on, the open ones
   * closed over the drain window, then {@link #serve} returns. Any thread, at any time, also before
   * {@code serve}; again it does nothing.
   */
  void stop();
}
