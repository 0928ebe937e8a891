package dev.jetbridge.client;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where connections put what they receive and the feed's reader takes it. Bounded: once it holds
 * {@code limit} characters the connection stops asking for more, so that a slow reader is felt by
 * the server instead of by this process. At most twice the limit and one message are held.
 *
 * <p>One thread reads; connections write from theirs. All that a reader finds is taken at once, so
 * the lock is not shared per message.
 */
final class Inbox {
  private static final int OVERHEAD = 64;

  private final Timepiece time;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private ArrayDeque<Arrival> arriving = new ArrayDeque<>();
  private long weight;
  private @Nullable Line line;
  private volatile boolean closed;
  private volatile long heard;

  /** Touched by the reader alone. */
  private ArrayDeque<Arrival> taken = new ArrayDeque<>();

  Inbox(Timepiece time, int limit) {
    this.time = time;
    this.limit = limit;
  }

  /** Begins a new connection's line; what an earlier one still reports is dropped. */
  Line open() {
    lock.lock();
    try {
      arriving.clear();
      taken.clear();
      weight = 0;
      heard = time.nanoTime();
      Line opened = new Line();
      line = opened;
      return opened;
    } finally {
      lock.unlock();
    }
  }

  /** The present connection is over: what it still reports is dropped. */
  void hangUp() {
    lock.lock();
    try {
      arriving.clear();
      taken.clear();
      line = null;
    } finally {
      lock.unlock();
    }
  }

  /** The next arrival, null where there is none now. */
  @Nullable Arrival poll() {
    Arrival next = taken.poll();
    if (next != null) {
      return next;
    }
    Connection paused = null;
    lock.lock();
    try {
      ArrayDeque<Arrival> empty = taken;
      taken = arriving;
      arriving = empty;
      weight = 0;
      if (line != null && line.paused) {
        line.paused = false;
        paused = line.connection;
        // Silence counts only while the connection has been asked for more.
        heard = time.nanoTime();
      }
    } finally {
      lock.unlock();
    }
    if (paused != null) {
      paused.resume();
    }
    return taken.poll();
  }

  /** Waits until something has arrived, the inbox is closed or the moment has come. */
  void await(long deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (arriving.isEmpty() && !closed) {
        long remaining = deadline - time.nanoTime();
        if (remaining <= 0) {
          return;
        }
        time.await(changed, remaining);
      }
    } finally {
      lock.unlock();
    }
  }

  /** When the present connection last gave a sign of life, or was last asked for one. */
  long heard() {
    return heard;
  }

  boolean closed() {
    return closed;
  }

  /**
   * Wakes the reader for the last time. Any thread; returns the connection to leave, if any, once.
   */
  @Nullable Connection close() {
    lock.lock();
    try {
      Connection open = closed || line == null ? null : line.connection;
      closed = true;
      changed.signalAll();
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** One connection's way into the inbox. Any thread may call. */
  final class Line {
    private @Nullable Connection connection;
    private boolean paused;
    private boolean ended;

    /**
     * Names the connection to resume and to leave; before its first report.
     *
     * @return false where the inbox was closed meanwhile: the connection is not wanted any more
     */
    boolean attach(Connection attached) {
      lock.lock();
      try {
        connection = attached;
        return !closed;
      } finally {
        lock.unlock();
      }
    }

    /**
     * Reports an arrival.
     *
     * @return whether there is room for another; if not, the connection will be resumed
     */
    boolean offer(Arrival arrival) {
      lock.lock();
      try {
        if (line != this || ended || closed) {
          return false;
        }
        ended = arrival instanceof Arrival.Ended;
        heard = time.nanoTime();
        if (arriving.isEmpty()) {
          changed.signal();
        }
        arriving.add(arrival);
        weight += OVERHEAD + (arrival instanceof Arrival.Frame frame ? frame.text().length() : 0);
        paused = weight >= limit;
        return !paused;
      } finally {
        lock.unlock();
      }
    }

    /** Reports a sign of life that is no message. */
    void alive() {
      lock.lock();
      try {
        if (line == this) {
          heard = time.nanoTime();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
