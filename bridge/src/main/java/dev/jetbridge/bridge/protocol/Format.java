package dev.jetbridge.bridge.protocol;

/** Which dialect a feed speaks. */
public enum Format {
  /** Events and nothing a simple client could trip over. */
  PLAIN("jetbridge.plain"),
  /** Events with subject and time, and control messages between them. */
  V1("jetbridge.v1");

  private final String subprotocol;

  Format(String subprotocol) {
    this.subprotocol = subprotocol;
  }

  /** The name by which a client offers it in {@code Sec-WebSocket-Protocol} (RFC 6455 §1.9). */
  public String subprotocol() {
    return subprotocol;
  }
}
