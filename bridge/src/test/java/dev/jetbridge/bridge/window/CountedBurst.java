package dev.jetbridge.bridge.window;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A burst that keeps nothing but its size. */
final class CountedBurst implements Burst {
  private int bytes;
  private int events;

  @Override
  public void add(byte[] frame, @Nullable Instant published) {
    bytes += frame.length;
    events++;
  }

  @Override
  public int bytes() {
    return bytes;
  }

  int events() {
    return events;
  }

  @Override
  public void release() {
    // Holds nothing.
  }
}
