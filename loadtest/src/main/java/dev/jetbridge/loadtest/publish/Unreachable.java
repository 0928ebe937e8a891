package dev.jetbridge.loadtest.publish;

/** A broker that cannot be used for a run; the message says why, and what was expected. */
public final class Unreachable extends Exception {
  private static final long serialVersionUID = 1;

  public Unreachable(String message) {
    super(message);
  }

  public Unreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
