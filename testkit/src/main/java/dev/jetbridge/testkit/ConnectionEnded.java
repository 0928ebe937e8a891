package dev.jetbridge.testkit;

/** The peer's end of a connection, where the test expected more. */
public final class ConnectionEnded extends RuntimeException {
  private final boolean reset;

  ConnectionEnded(String message, boolean reset) {
    super(message);
    this.reset = reset;
  }

  /** Whether it ended with a reset (RST) rather than in order (FIN). */
  public boolean wasReset() {
    return reset;
  }
}
