package dev.jetbridge.bridge.model;

import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamMessage;

/** What one pull still may bring. */
final class SimPull {
  /** What the broker counts of a message beside its payload. */
  private static final int OVERHEAD = 40;

  private final int asked;
  private final boolean bounded;
  private int left;
  private long bytesLeft;

  SimPull(int messages, int maxBytes) {
    this.asked = messages;
    this.left = messages;
    this.bounded = maxBytes != Replay.UNBOUNDED;
    this.bytesLeft = maxBytes;
  }

  private static int size(StreamMessage message) {
    return OVERHEAD + message.subject().length() + message.payload().length;
  }

  boolean hasRoomFor(StreamMessage message) {
    return !bounded || size(message) <= bytesLeft;
  }

  void take(StreamMessage message) {
    left--;
    bytesLeft -= size(message);
  }

  /** How many of the messages asked for have not come. */
  int left() {
    return left;
  }

  /** Nothing more comes of it. */
  void end() {
    left = 0;
  }

  boolean isUntouched() {
    return left == asked;
  }
}
