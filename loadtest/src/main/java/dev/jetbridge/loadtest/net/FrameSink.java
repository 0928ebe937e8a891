package dev.jetbridge.loadtest.net;

/** What a WebSocket server's frames amount to. Arrays are valid during the call only. */
public interface FrameSink {
  /** A whole text message. Its UTF-8 is not checked. */
  void text(byte[] bytes, int offset, int length);

  /** A whole binary message. */
  void binary(byte[] bytes, int offset, int length);

  /** A ping, to be answered with the same payload. */
  void ping(byte[] payload);

  /** A pong. */
  void pong();

  /**
   * A close frame.
   *
   * @param code 1005 where it has none (RFC 6455 §7.1.5)
   */
  void closing(int code, String reason);

  /** Something that RFC 6455 does not allow a server; nothing after it can be trusted. */
  void malformed(String found);
}
