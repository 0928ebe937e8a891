package dev.jetbridge.loadtest.adapter;

/** What one open WebSocket connection makes of the messages that it receives. One thread. */
interface Conversation {
  void text(byte[] bytes, int offset, int length);

  void binary(byte[] bytes, int offset, int length);
}
