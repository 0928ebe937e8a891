package dev.jetbridge.bridge.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Deliveries that nobody counts. */
final class Uncounted implements Deliveries {
  @Override
  public void handed(int events, int bytes, @Nullable Instant published) {
    // Nobody asks.
  }

  @Override
  public void controlDelay(long nanos) {
    // Nobody asks.
  }
}
