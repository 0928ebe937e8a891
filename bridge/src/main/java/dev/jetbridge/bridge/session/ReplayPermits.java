package dev.jetbridge.bridge.session;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The consumers that all sessions together may hold, lent in the order of asking. Thread-safe;
 * nobody waits in a call.
 */
public final class ReplayPermits {
  private static final int AMPLE_SHARE = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Ticket> waiting = new ArrayDeque<>();
  private final int most;
  private int lent;

  /**
   * So many, none of them lent.
   *
   * @param most 1 or more
   */
  public ReplayPermits(int most) {
    if (most < 1) {
      throw new IllegalArgumentException(most + " permits found, expected 1 or more");
    }
    this.most = most;
  }

  /**
   * Asks for one.
   *
   * @param granted run on the executor, never within this call; not after a release
   */
  public Ticket request(Executor executor, Runnable granted) {
    Ticket ticket = new Ticket(executor, granted);
    lock.lock();
    try {
      if (lent < most && waiting.isEmpty()) {
        lend(ticket);
      } else {
        waiting.add(ticket);
      }
    } finally {
      lock.unlock();
    }
    return ticket;
  }

  /** Whether so few are lent that each may take more than its share: one, or a sixteenth of all. */
  boolean areAmple() {
    return lent() <= Math.max(1, most / AMPLE_SHARE);
  }

  /** How many are lent. */
  public int lent() {
    lock.lock();
    try {
      return lent;
    } finally {
      lock.unlock();
    }
  }

  /** How many ask in vain so far. */
  public int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private void lend(Ticket ticket) {
    lent++;
    ticket.holds = true;
    ticket.executor.execute(ticket::grant);
  }

  /** A place in the queue, and then a permit. */
  public final class Ticket {
    private final Executor executor;
    private final Runnable granted;
    private boolean holds;
    private boolean released;

    private Ticket(Executor executor, Runnable granted) {
      this.executor = executor;
      this.granted = granted;
    }

    private void grant() {
      lock.lock();
      try {
        if (released) {
          return;
        }
      } finally {
        lock.unlock();
      }
      granted.run();
    }

    /** Gives the permit back, or leaves the queue. Idempotent. */
    public void release() {
      lock.lock();
      try {
        if (released) {
          return;
        }
        released = true;
        if (!holds) {
          waiting.remove(this);
          return;
        }
        lent--;
        if (!waiting.isEmpty() && lent < most) {
          lend(waiting.remove());
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
