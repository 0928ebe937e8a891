package dev.jetbridge.bridge.window;

import java.time.Instant;

/**
 * Frames for everyone in an audience, copied once and written to each. Made, filled and released by
 * one fan-out on its thread.
 */
public interface Burst {
  /**
   * Adds a frame behind those already in it.
   *
   * @param published the broker's time of the event
   */
  void add(byte[] frame, Instant published);

  /** The bytes in it. */
  int bytes();

  /** The frames in it. */
  int frames();

  /** The fan-out is done with it; whoever writes it still keeps a share of his own. */
  void release();
}
