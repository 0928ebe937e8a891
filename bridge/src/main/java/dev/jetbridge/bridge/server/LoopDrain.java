package dev.jetbridge.bridge.server;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The planned end of all sessions of a loop, spread over a window: of n sessions, in an order drawn
 * by lot, one leaves in each nth part of it, at a moment drawn by lot too. So those who come back
 * come at an even rate, and not in step with those of other bridges. On the loop.
 */
final class LoopDrain {
  private static final long LOOK_MILLIS = 20;

  private final SessionLoop loop;
  private final long windowNanos;
  private final long endNanos;
  private final CompletableFuture<Void> empty;

  /**
   * A drain that begins now.
   *
   * @param empty completed when nobody is left
   */
  LoopDrain(SessionLoop loop, Duration window, CompletableFuture<Void> empty) {
    this.loop = loop;
    this.windowNanos = window.toNanos();
    this.endNanos = System.nanoTime() + windowNanos;
    this.empty = empty;
  }

  /** Tells everyone when to come back, and closes each then. */
  void begin() {
    List<SessionChannel> all = loop.snapshot();
    Collections.shuffle(all, ThreadLocalRandom.current());
    double slot = (double) windowNanos / Math.max(1, all.size());
    for (int place = 0; place < all.size(); place++) {
      double due = (place + ThreadLocalRandom.current().nextDouble()) * slot;
      sendAway(all.get(place), (long) due, windowNanos);
    }
    awaitEmpty();
  }

  /** One whose request had been granted before: it has what is left of the window. */
  void late(SessionChannel session) {
    long left = Math.max(0, endNanos - System.nanoTime());
    sendAway(session, (long) (ThreadLocalRandom.current().nextDouble() * left), left);
  }

  private static void sendAway(SessionChannel session, long dueNanos, long deadlineNanos) {
    session.run(
        () -> session.sendAway(Duration.ofNanos(dueNanos), Duration.ofNanos(deadlineNanos)));
  }

  private void awaitEmpty() {
    if (loop.isEmpty()) {
      empty.complete(null);
    } else {
      loop.eventLoop().schedule(this::awaitEmpty, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
