package dev.jetbridge.bridge.server;

/**
 * What a client may send after the upgrade (P-8.1).
 *
 * @param maxMessageBytes payload of a message, all its fragments together; above: close 1009
 * @param maxFramesPerSecond frames of any kind; above: close 1008
 */
record InboundLimits(int maxMessageBytes, int maxFramesPerSecond) {
  private static final int MAX_MESSAGE_BYTES = 64 * 1024;

  /** Messages of 64 KiB. */
  static InboundLimits ofFramesPerSecond(int maxFramesPerSecond) {
    return new InboundLimits(MAX_MESSAGE_BYTES, maxFramesPerSecond);
  }
}
