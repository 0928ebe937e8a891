package dev.jetbridge.bridge.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
