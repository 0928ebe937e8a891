package dev.jetbridge.bridge.server;

/** A port cannot be served; the message says which and why. */
public final class PortUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  PortUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
