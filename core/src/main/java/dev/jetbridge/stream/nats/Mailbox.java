package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.Delivery;
import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be told to a replay's listener: filled by the source's threads, emptied on the
 * listener's executor, one task at a time however much arrives. It holds no more than was pulled.
 *
 * <p>To wake the listener's thread costs more than to tell it a message. So a message that is known
 * to have others behind it waits for them, up to {@link #GATHERED} together.
 */
final class Mailbox implements Runnable {
  /** What is told at the latest when so much waits. */
  static final int GATHERED = 32;

  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final Object lock = new Object();
  private final Replay.Listener listener;
  private final Executor executor;
  private List<Delivery> arrived = new ArrayList<>();
  private @Nullable Opened opened;
  private @Nullable StreamFailure failure;
  private boolean due;
  private boolean queued;
  private volatile boolean closed;

  Mailbox(Replay.Listener listener, Executor executor) {
    this.listener = listener;
    this.executor = executor;
  }

  void opened(long effective, StreamState after) {
    synchronized (lock) {
      opened = new Opened(effective, after);
    }
    wake();
  }

  /** Takes what is to be told now. */
  void add(Delivery delivery) {
    take(delivery, true);
  }

  /** Takes one that others follow for certain, unless the broker stalls; then {@link #hurry}. */
  void addToGathered(Delivery delivery) {
    take(delivery, false);
  }

  private void take(Delivery delivery, boolean now) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      arrived.add(delivery);
      due |= now || arrived.size() >= GATHERED;
      if (queued || !due) {
        return;
      }
    }
    wake();
  }

  /** Has told what was gathered, though what was to follow has not come. */
  void hurry() {
    synchronized (lock) {
      if (closed || queued || arrived.isEmpty()) {
        return;
      }
    }
    wake();
  }

  void failed(StreamFailure reason) {
    synchronized (lock) {
      failure = reason;
    }
    wake();
  }

  /** Tells the listener nothing more. */
  void close() {
    synchronized (lock) {
      closed = true;
      arrived = new ArrayList<>();
    }
  }

  private void wake() {
    synchronized (lock) {
      if (queued || closed) {
        return;
      }
      queued = true;
    }
    execute();
  }

  private void execute() {
    try {
      executor.execute(this);
    } catch (RejectedExecutionException e) {
      LOG.warn("executor of a replay takes no task, expected it to until the replay is closed", e);
      close();
    }
  }

  /** Tells all that has arrived. A listener's exception goes to the executor. */
  @Override
  public void run() {
    Opened first;
    List<Delivery> batch;
    StreamFailure last;
    synchronized (lock) {
      first = opened;
      opened = null;
      batch = arrived;
      arrived = new ArrayList<>(Math.max(16, Math.min(batch.size(), 1024)));
      due = false;
      last = failure;
      failure = null;
    }
    try {
      if (first != null && !closed) {
        listener.opened(first.effective, first.after);
      }
      if (!batch.isEmpty() && !closed) {
        listener.delivered(batch);
      }
      if (last != null && !closed) {
        close();
        listener.failed(last);
      }
    } finally {
      afterRun();
    }
  }

  private void afterRun() {
    synchronized (lock) {
      queued = !closed && (due || opened != null || failure != null);
      if (!queued) {
        return;
      }
    }
    execute();
  }

  private record Opened(long effective, StreamState after) {}
}
