package dev.jetbridge.loadtest.adapter;

/** The way back to the server. On the connection's event loop only. */
public interface Wire {
  void text(String message);

  void binary(byte[] message);

  void pong(byte[] payload);
}
