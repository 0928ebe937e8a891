package dev.jetbridge.bridge.model;

/** A failure of our own code, put there on purpose. */
final class Planted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Planted() {
    super("planted", null, false, false);
  }
}
