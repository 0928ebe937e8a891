package dev.jetbridge.client.follow;

import dev.jetbridge.client.FeedCursor;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the cursor file up with the output, on a thread of its own, so that events need not wait
 * for the disk: at most one write in {@value #PAUSE_MILLIS} ms, and one at the end. It is told of a
 * cursor only after the output that the cursor counts has been flushed; so the file is never ahead.
 */
final class CursorKeeper implements AutoCloseable {
  private static final long PAUSE_MILLIS = 100;

  /** Brings flushed output to the disk, where there is one. */
  interface Durability {
    void sync() throws IOException;
  }

  private final CursorFile file;
  private final Durability output;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Touched by the keeper's thread alone. */
  private @Nullable FeedCursor written;

  private @Nullable FeedCursor reached;
  private boolean closing;
  private volatile @Nullable IOException failure;

  /**
   * For one run of the command.
   *
   * @param stored what the file holds, null where there is none
   */
  CursorKeeper(CursorFile file, Durability output, @Nullable FeedCursor stored) {
    this.file = file;
    this.output = output;
    this.written = stored;
    this.thread = Thread.ofPlatform().name("jetbridge-cursor").daemon().start(this::keep);
  }

  /**
   * The output up to here has been flushed.
   *
   * @throws FollowFault where an earlier cursor could not be written
   */
  void reached(@Nullable FeedCursor cursor) throws FollowFault {
    check();
    if (cursor == null) {
      return;
    }
    lock.lock();
    try {
      reached = cursor;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Writes what is left to write, then ends. */
  void finish() throws FollowFault {
    close();
    check();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void check() throws FollowFault {
    IOException found = failure;
    if (found != null) {
      throw new FollowFault(
          ExitCode.LOCAL, "the cursor cannot be kept: " + FileTrouble.reason(found), found);
    }
  }

  private void keep() {
    try {
      FeedCursor next = await();
      while (next != null) {
        output.sync();
        file.write(next);
        written = next;
        pause();
        next = await();
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      failure = new IOException("interrupted", e);
    }
  }

  private @Nullable FeedCursor await() throws InterruptedException {
    lock.lock();
    try {
      while (!closing && (reached == null || reached.equals(written))) {
        changed.await();
      }
      return reached == null || reached.equals(written) ? null : reached;
    } finally {
      lock.unlock();
    }
  }

  private void pause() throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
      while (!closing && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
