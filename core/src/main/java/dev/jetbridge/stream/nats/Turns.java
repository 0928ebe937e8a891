package dev.jetbridge.stream.nats;

import dev.jetbridge.config.DurationText;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how much of a kind is under way at once; more waits in order, for a bounded time.
 * nats-server keeps 10,000 requests of its API waiting and drops them <em>all</em> when one more
 * comes. Thread-safe.
 */
final class Turns {
  private final Object lock = new Object();
  private final int limit;
  private final Duration longest;
  private final ScheduledExecutorService timer;
  private final Set<Turn> waiting = new LinkedHashSet<>();
  private int underWay;
  private boolean admitting;
  private @Nullable StreamFailure over;

  /** Someone who waits. Called once, by either method, on the caller's or a source's thread. */
  interface Turn {
    /** Its turn has come; it owes a {@link Turns#leave}. */
    void begin();

    /** Its turn will not come. */
    void turnedAway(StreamFailure failure);
  }

  Turns(int limit, Duration longest, ScheduledExecutorService timer) {
    this.limit = limit;
    this.longest = longest;
    this.timer = timer;
  }

  void enter(Turn turn) {
    StreamFailure ended;
    synchronized (lock) {
      ended = over;
      if (ended == null) {
        waiting.add(turn);
      }
    }
    if (ended != null) {
      turn.turnedAway(ended);
      return;
    }
    admit();
    if (isWaiting(turn)) {
      try {
        Future<?> unused =
            timer.schedule(() -> expire(turn), longest.toNanos(), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        expire(turn);
      }
    }
  }

  /** One that was under way is done. */
  void leave() {
    synchronized (lock) {
      underWay--;
    }
    admit();
  }

  // A turn that ends within its own begin() comes back here: one call admits for all, or a long
  // line of turns that fail at once would overflow the stack.
  private void admit() {
    synchronized (lock) {
      if (admitting) {
        return;
      }
      admitting = true;
    }
    for (Turn turn = nextTurn(); turn != null; turn = nextTurn()) {
      turn.begin();
    }
  }

  private @Nullable Turn nextTurn() {
    synchronized (lock) {
      if (waiting.isEmpty() || underWay == limit) {
        admitting = false;
        return null;
      }
      Turn turn = waiting.iterator().next();
      waiting.remove(turn);
      underWay++;
      return turn;
    }
  }

  /** Gives up a turn that has not come; says whether it was still waiting. */
  boolean abandon(Turn turn) {
    synchronized (lock) {
      return waiting.remove(turn);
    }
  }

  /** Turns away all who wait and all who come after. */
  void end(StreamFailure failure) {
    Set<Turn> turnedAway;
    synchronized (lock) {
      over = failure;
      turnedAway = new LinkedHashSet<>(waiting);
      waiting.clear();
    }
    turnedAway.forEach(turn -> turn.turnedAway(failure));
  }

  private boolean isWaiting(Turn turn) {
    synchronized (lock) {
      return waiting.contains(turn);
    }
  }

  private void expire(Turn turn) {
    if (abandon(turn)) {
      turn.turnedAway(
          new StreamFailure(
              Kind.UNAVAILABLE,
              "waited "
                  + DurationText.of(longest)
                  + " behind "
                  + limit
                  + " in flight, expected a turn"));
    }
  }
}
