package dev.jetbridge.snapshot;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where readers on any thread get versions of one state. Nobody blocks: a request is a task for the
 * fold's thread, between two bursts of messages, and requests that meet share one. Two that find
 * the position where it was get the same version, by which what was made of it can be shared.
 *
 * <p>Futures complete on the fold's thread: go on from them with the {@code Async} methods, or what
 * you do then stops the fold.
 */
public final class Versions {
  private final Fold fold;
  private final Executor writer;
  private final AtomicReference<@Nullable CompletableFuture<Version>> asked =
      new AtomicReference<>();
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Waiting::sequence));

  private record Waiting(long sequence, CompletableFuture<Version> version) {}

  /**
   * Versions of a state.
   *
   * @param writer runs tasks one after another on the thread that the fold belongs to
   */
  public Versions(Fold fold, Executor writer) {
    this.fold = fold;
    this.writer = writer;
  }

  /** A version that holds everything that was folded before this call. */
  public CompletableFuture<Version> take() {
    CompletableFuture<Version> mine = new CompletableFuture<>();
    while (true) {
      CompletableFuture<Version> pending = asked.get();
      if (pending != null) {
        return pending.copy();
      }
      if (asked.compareAndSet(null, mine)) {
        submit(mine);
        return mine.copy();
      }
    }
  }

  private void submit(CompletableFuture<Version> answer) {
    try {
      writer.execute(() -> {
        // Emptied first: who asks from now on may have seen what is folded after this.
        asked.set(null);
        answer(answer);
      });
    } catch (RuntimeException e) {
      asked.set(null);
      answer.completeExceptionally(e);
    }
  }

  /**
   * A version that holds everything up to a sequence at least, as soon as there is one. Cancel it
   * to wait no longer.
   */
  public CompletableFuture<Version> atLeast(long sequence) {
    if (fold.position() >= sequence) {
      return take();
    }
    CompletableFuture<Version> version = new CompletableFuture<>();
    Waiting mine = new Waiting(sequence, version);
    writer.execute(() -> {
      waiting.add(mine);
      moved();
    });
    CompletableFuture<Version> unused =
        version.whenComplete((got, thrown) -> {
          if (version.isCancelled()) {
            writer.execute(() -> waiting.remove(mine));
          }
        });
    return version;
  }

  /** Answers those who waited for the position. On the fold's thread, after each burst. */
  public void moved() {
    for (Waiting first = waiting.peek();
        first != null && first.sequence() <= fold.position();
        first = waiting.peek()) {
      waiting.remove();
      answer(first.version());
    }
  }

  private void answer(CompletableFuture<Version> answer) {
    if (!answer.isDone()) {
      answer.complete(fold.version());
    }
  }
}
