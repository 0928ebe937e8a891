package dev.jetbridge.bridge.snapshot;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * The pieces that were made or asked for last, bounded in bytes. Whoever asks for one that is being
 * made waits for it with the others. Thread-safe.
 */
final class PieceCache {
  private final long maxBytes;
  private final Executor makers;
  private final Map<Key, CompletableFuture<Piece>> pieces = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;
  private long made;

  private record Key(Object body, int index) {}

  /**
   * An empty cache.
   *
   * @param makers where pieces are made
   */
  PieceCache(long maxBytes, Executor makers) {
    this.maxBytes = maxBytes;
    this.makers = makers;
  }

  /**
   * A piece, made where it is not there.
   *
   * @param body what it is a piece of, by identity
   */
  CompletableFuture<Piece> get(Object body, int index, Supplier<Piece> maker) {
    Key key = new Key(body, index);
    CompletableFuture<Piece> mine = new CompletableFuture<>();
    synchronized (this) {
      CompletableFuture<Piece> known = pieces.get(key);
      if (known != null) {
        return known.copy();
      }
      pieces.put(key, mine);
      made++;
    }
    try {
      makers.execute(() -> make(key, maker, mine));
    } catch (RejectedExecutionException e) {
      failed(key, mine, e);
    }
    return mine.copy();
  }

  private void make(Key key, Supplier<Piece> maker, CompletableFuture<Piece> answer) {
    try {
      Piece piece = maker.get();
      synchronized (this) {
        if (pieces.containsKey(key)) {
          bytes += piece.bytes().length;
          shrink();
        }
      }
      answer.complete(piece);
    } catch (RuntimeException | Error e) {
      failed(key, answer, e);
    }
  }

  private void failed(Key key, CompletableFuture<Piece> answer, Throwable cause) {
    synchronized (this) {
      pieces.remove(key);
    }
    answer.completeExceptionally(cause);
  }

  // What is being made has no size yet, and somebody waits for it.
  private void shrink() {
    var oldest = pieces.entrySet().iterator();
    while (bytes > maxBytes && oldest.hasNext()) {
      CompletableFuture<Piece> piece = oldest.next().getValue();
      if (piece.isDone() && !piece.isCompletedExceptionally()) {
        bytes -= piece.join().bytes().length;
        oldest.remove();
      }
    }
  }

  /** Lets go of every piece of a body. */
  synchronized void drop(Object body) {
    pieces
        .entrySet()
        .removeIf(entry -> {
          if (!entry.getKey().body().equals(body)) {
            return false;
          }
          CompletableFuture<Piece> piece = entry.getValue();
          if (piece.isDone() && !piece.isCompletedExceptionally()) {
            bytes -= piece.join().bytes().length;
          }
          return true;
        });
  }

  /** What it holds. */
  synchronized long bytes() {
    return bytes;
  }

  /** How many pieces were made since the start. */
  synchronized long made() {
    return made;
  }
}
