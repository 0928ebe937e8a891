package dev.jetbridge.bridge.window;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Frames for everyone in an audience, copied once and written to each. Made, filled and released by
 * one fan-out on its thread.
 */
public interface Burst {
  /**
   * Adds a frame behind those already in it.
   *
   * @param published the broker's time of the event, null where the frame is none
   */
  void add(byte[] frame, @Nullable Instant published);

  /** The bytes in it. */
  int bytes();

  /** The fan-out is done with it; whoever writes it still keeps a share of his own. */
  void release();
}
