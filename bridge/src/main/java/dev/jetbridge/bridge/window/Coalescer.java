package dev.jetbridge.bridge.window;

import dev.jetbridge.stream.Loop;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spares hand-overs: where words come close upon each other, it waits a moment for those behind and
 * passes them on as one. Handed over one by one they would cost every session a write each; alone,
 * a word is passed on at once.
 *
 * <p>It waits for as long as a hand-over takes, within {@link #LEAST} and {@link #MOST}: who has to
 * write to a thousand sockets first has the last of them wait longer than that anyway. And it waits
 * only while that has lately paid: each word that came within this time of the last one passed on,
 * and so would have gone with it, speaks for waiting; each wait in which nothing came speaks
 * against. For one loop.
 */
final class Coalescer {
  /** The shortest wait worth a timer. */
  static final Duration LEAST = Duration.ofNanos(200_000);

  /** What a word is late by at most. */
  static final Duration MOST = Duration.ofMillis(1);

  private static final int MOST_CREDIT = 8;
  private static final int CREDIT_OF_A_MISS = 2;

  private final Loop loop;
  private final LongSupplier handOverNanos;
  private final Runnable pass;
  private long passedAt;
  private int credit;
  private boolean waiting;
  private boolean paid;

  /**
   * One that has not heard anything.
   *
   * @param handOverNanos how long a hand-over takes at present
   * @param pass hands over all that there is
   */
  Coalescer(Loop loop, LongSupplier handOverNanos, Runnable pass) {
    this.loop = loop;
    this.handOverNanos = handOverNanos;
    this.pass = pass;
    this.passedAt = loop.nanos() - MOST.toNanos();
  }

  /** There is something new: passes it on now, or within {@link #MOST}. */
  void news() {
    if (waiting) {
      paid = true;
      return;
    }
    long wait = Math.clamp(handOverNanos.getAsLong(), LEAST.toNanos(), MOST.toNanos());
    if (loop.nanos() - passedAt < wait) {
      credit = Math.min(credit + CREDIT_OF_A_MISS, MOST_CREDIT);
    }
    if (credit > 0) {
      waiting = true;
      paid = false;
      var unused = loop.after(Duration.ofNanos(wait), this::waited);
    } else {
      pass();
    }
  }

  private void waited() {
    waiting = false;
    credit = paid ? Math.min(credit + 1, MOST_CREDIT) : credit - 1;
    pass();
  }

  private void pass() {
    passedAt = loop.nanos();
    pass.run();
  }
}
