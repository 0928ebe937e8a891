package dev.jetbridge.snapshot.live;

import dev.jetbridge.snapshot.Projection;
import dev.jetbridge.snapshot.Version;
import dev.jetbridge.snapshot.checkpoint.Checkpoint;
import dev.jetbridge.snapshot.checkpoint.CheckpointReader;
import dev.jetbridge.snapshot.checkpoint.CheckpointStore;
import dev.jetbridge.snapshot.checkpoint.CheckpointStream;
import dev.jetbridge.stream.Epoch;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A place of checkpoints, asked in order on a thread of its own, so that neither the fold nor a
 * reader waits for it. Any thread may ask.
 */
final class Checkpoints implements AutoCloseable {
  private final CheckpointStore store;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "jetbridge-checkpoint");
        made.setDaemon(true);
        return made;
      });

  Checkpoints(CheckpointStore store) {
    this.store = store;
  }

  /** The newest one, read as a state of this projection and stream; empty where there is none. */
  CompletableFuture<Optional<Checkpoint>> load(Projection projection, String stream, Epoch epoch) {
    return ask(() -> {
      Optional<InputStream> newest = store.newest();
      if (newest.isEmpty()) {
        return Optional.empty();
      }
      try (InputStream in = new BufferedInputStream(newest.get(), 1 << 16)) {
        return Optional.of(new CheckpointReader(projection, stream, epoch).read(in));
      }
    });
  }

  /** Writes one in place of the newest; how long that took. */
  CompletableFuture<Duration> write(Version version) {
    return ask(() -> {
      long began = System.nanoTime();
      store.write(new CheckpointStream(version));
      return Duration.ofNanos(System.nanoTime() - began);
    });
  }

  /** Takes every one away. */
  CompletableFuture<Boolean> delete() {
    return ask(() -> {
      store.delete();
      return true;
    });
  }

  private <T> CompletableFuture<T> ask(Callable<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      thread.execute(() -> {
        try {
          answer.complete(question.call());
        } catch (Throwable e) {
          answer.completeExceptionally(e);
        }
      });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(new IOException("checkpoints are closed", e));
    }
    return answer;
  }

  /** Ends it, what is under way included, after a moment. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
