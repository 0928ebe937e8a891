package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.auth.Principal;
import dev.jetbridge.stream.Loop;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The end of a token's life, for whoever was let in by it. For one loop. */
final class Expiry {
  /** Longer delays are taken in steps: a timer counts nanoseconds in a long. */
  private static final Duration FAR = Duration.ofDays(1);

  private final Loop loop;
  private final Runnable expired;
  private Loop.@Nullable Timer timer;

  Expiry(Loop loop, Runnable expired) {
    this.loop = loop;
    this.expired = expired;
  }

  /** Waits for this one's end from now on, and for no other. */
  void watch(Principal principal) {
    cancel();
    Instant expires = principal.expires();
    if (expires == null) {
      return;
    }
    Duration left = Duration.between(loop.now(), expires);
    if (left.compareTo(FAR) > 0) {
      timer = loop.after(FAR, () -> watch(principal));
    } else if (left.isPositive()) {
      timer = loop.after(left, () -> watch(principal));
    } else {
      expired.run();
    }
  }

  void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
