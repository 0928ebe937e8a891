package dev.jetbridge.bridge.window;

import java.time.Instant;

/**
 * One message of the stream, held in the window.
 *
 * @param sequence its stream sequence
 * @param subject what it was published to
 * @param time the broker's time of it
 * @param frames how it goes on the wire
 */
public record Entry(long sequence, String subject, Instant time, Frames frames) {
  /** What an entry costs beside its frames: objects and the slot, measured on a 64-bit JVM. */
  static final int OVERHEAD_BYTES = 160;

  int retainedBytes() {
    return OVERHEAD_BYTES + 2 * subject.length() + frames.retainedBytes();
  }
}
