package dev.jetbridge.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Bytes under way between the two ends of a slow link, in order, each due at its own time. One
 * thread puts and one takes. Without latency it holds one chunk, so that it hides nothing.
 */
final class DelayLine {
  private static final int CAPACITY = 1024 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Chunk> chunks = new ArrayDeque<>();
  private int held;
  private boolean closed;

  /**
   * Waits for room, then puts {@code bytes}, which stay as they are. False where the line was
   * closed.
   */
  boolean put(byte[] bytes, Duration latency) throws InterruptedException {
    int capacity = latency.isZero() ? 0 : CAPACITY;
    lock.lock();
    try {
      while (!closed && held > 0 && held + bytes.length > capacity) {
        changed.await();
      }
      chunks.add(new Chunk(bytes, System.nanoTime() + latency.toNanos()));
      held += bytes.length;
      changed.signalAll();
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Puts the end of the stream of bytes. */
  void end(Duration latency) throws InterruptedException {
    boolean unused = put(new byte[0], latency);
  }

  /** Waits for the next chunk to be due. Null at the end, or when the line was closed. */
  byte @Nullable [] take() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        Chunk next = chunks.peek();
        long wait = next == null ? Long.MAX_VALUE : next.due - System.nanoTime();
        if (next != null && wait <= 0) {
          return next.bytes.length == 0 ? null : next.bytes;
        }
        long unused = changed.awaitNanos(wait);
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Tells that the chunk last taken has arrived; only now there is room for another. */
  void arrived() {
    lock.lock();
    try {
      Chunk gone = chunks.poll();
      held -= gone == null ? 0 : gone.bytes.length;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets all waiters go. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes and when they are due; none for the end. */
  private static final class Chunk {
    private final byte[] bytes;
    private final long due;

    Chunk(byte[] bytes, long due) {
      this.bytes = bytes;
      this.due = due;
    }
  }
}
