package dev.jetbridge.snapshot.live;

import dev.jetbridge.config.DurationText;
import dev.jetbridge.snapshot.Item;
import dev.jetbridge.snapshot.Label;
import dev.jetbridge.snapshot.Liveness;
import dev.jetbridge.snapshot.Projection;
import dev.jetbridge.snapshot.SourceList;
import dev.jetbridge.snapshot.Version;
import dev.jetbridge.snapshot.Versions;
import dev.jetbridge.snapshot.checkpoint.Checkpoint;
import dev.jetbridge.snapshot.checkpoint.CheckpointStore;
import dev.jetbridge.stream.LoopThread;
import dev.jetbridge.stream.StreamSource;
import dev.jetbridge.stream.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a stream as it is now: begun from a checkpoint or from the stream, kept up to date
 * on a thread of its own, written down from time to time. Thread-safe; nothing of it blocks but
 * {@link #stop}.
 *
 * <p>Futures complete on the fold's thread: go on from them with the {@code Async} methods.
 */
public final class LiveState implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveState.class);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Duration LOAD_RETRY = Duration.ofMillis(500);

  private final Projection projection;
  private final StatePace pace;
  private final StateListener listener;
  private final LoopThread loop;
  private final Feeder feeder;
  private final @Nullable Checkpoints checkpoints;
  private volatile @Nullable Held served;
  private volatile @Nullable Held feeding;
  private volatile @Nullable String fault = "not started";
  private volatile @Nullable Instant checkpointed;
  private volatile int keys;
  private volatile long bytes;
  private volatile long streamLast;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private long checkpointedAt = -1;
  private boolean writing;
  private boolean closed;

  /**
   * A state that does not read yet.
   *
   * @param store where checkpoints are; null for nowhere
   * @param maxSources the most sources that are listed
   */
  public LiveState(
      StreamSource source,
      Projection projection,
      Liveness liveness,
      int maxSources,
      @Nullable CheckpointStore store,
      StatePace pace,
      StateListener listener) {
    this.projection = projection;
    this.pace = pace;
    this.listener = listener;
    this.checkpoints = store == null ? null : new Checkpoints(store);
    this.loop =
        new LoopThread(
            "jetbridge-fold",
            e -> LOG.error("A task of the fold failed; the state may stand still", e));
    this.feeder =
        new Feeder(
            source,
            projection,
            new Held.SourceRules(liveness, projection.maxEventBytes(), maxSources),
            pace,
            loop,
            new Keeping());
  }

  /** Begins to read. */
  public void start() {
    feeder.start();
    if (checkpoints != null) {
      Object unused = loop.after(pace.checkpoint(), this::checkpointDue);
    }
  }

  public Projection projection() {
    return projection;
  }

  /** Where versions are to be had; empty while the state has not caught up with its stream. */
  public Optional<Versions> versions() {
    return Optional.ofNullable(served).map(Held::versions);
  }

  /** Who publishes; empty while the state has not caught up with its stream. */
  public Optional<CompletableFuture<SourceList>> sources() {
    Held held = served;
    return held == null
        ? Optional.empty()
        : Optional.of(CompletableFuture.supplyAsync(() -> held.sources().list(), loop));
  }

  /** Events of sources that are not listed, for there are too many. */
  public long unlistedSources() {
    Held held = served;
    return held == null ? 0 : held.sources().unlisted();
  }

  /**
   * Takes items out, of this state and of the checkpoints. Fails with {@link IllegalStateException}
   * while the state has not caught up.
   */
  public CompletableFuture<Forgotten> forget(Predicate<Item> which) {
    CompletableFuture<Forgotten> answer = new CompletableFuture<>();
    loop.execute(() -> {
      Held held = served;
      if (held == null) {
        answer.completeExceptionally(
            new IllegalStateException("state that is being made found, expected one in service"));
        return;
      }
      int items = held.fold().forget(which);
      if (checkpoints == null) {
        answer.complete(new Forgotten(items, true));
        return;
      }
      // Also where nothing was held: a checkpoint written before may hold it.
      var unusedWrite =
          write(checkpoints, held.fold().version())
              .whenComplete((took, thrown) -> {
                if (thrown == null) {
                  answer.complete(new Forgotten(items, true));
                } else {
                  var unused =
                      checkpoints
                          .delete()
                          .whenComplete(
                              (gone, too) -> answer.complete(new Forgotten(items, too == null)));
                }
              });
    });
    return answer;
  }

  /** Makes the state from the stream again, as after a purge that it is to follow. */
  public void rebuild() {
    loop.execute(() -> {
      if (served != null) {
        feeder.rebuild(Rebuild.REQUESTED, "asked for");
      }
    });
  }

  /** How it stands. */
  public Standing standing() {
    Held held = feeding;
    return new Standing(
        fault == null,
        fault,
        served != null,
        held == null || held.complete(),
        held == null ? 0 : held.fold().position(),
        streamLast,
        held == null ? 0 : keys,
        held == null ? 0 : bytes,
        held == null ? null : held.fold().tally(),
        checkpointed);
  }

  /**
   * Ends it, a last checkpoint written where it can be in that time. Again it does nothing.
   *
   * @param atMost for the checkpoint
   */
  public void stop(Duration atMost) {
    if (stopped.getAndSet(true)) {
      return;
    }
    CompletableFuture<Void> ended = new CompletableFuture<>();
    loop.execute(() -> {
      feeder.close();
      closed = true;
      Held held = served;
      if (held == null || checkpoints == null || held.fold().position() == checkpointedAt) {
        ended.complete(null);
      } else {
        var unused =
            write(checkpoints, held.fold().version())
                .whenComplete((took, thrown) -> ended.complete(null));
      }
    });
    try {
      ended.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn(
          "No checkpoint within {} at the end: the next start goes on from an older",
          DurationText.of(atMost));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a state failed", e);
    } finally {
      loop.close();
      if (checkpoints != null) {
        checkpoints.close();
      }
    }
  }

  @Override
  public void close() {
    stop(CLOSE);
  }

  private void checkpointDue() {
    Held held = served;
    if (!writing
        && held != null
        && checkpoints != null
        && held.fold().position() != checkpointedAt) {
      var unused = write(checkpoints, held.fold().version());
    }
    if (!closed) {
      Object unused = loop.after(pace.checkpoint(), this::checkpointDue);
    }
  }

  private CompletableFuture<Duration> write(Checkpoints place, Version version) {
    writing = true;
    return place
        .write(version)
        .whenComplete((took, thrown) -> {
          if (thrown == null) {
            checkpointed = Instant.now();
            listener.checkpointed(version.label(), took);
          } else {
            listener.checkpointFailed("written", cause(thrown));
          }
          loop.execute(() -> {
            writing = false;
            if (thrown == null) {
              checkpointedAt = version.label().position();
            }
          });
        });
  }

  private static Exception cause(Throwable thrown) {
    return thrown instanceof Exception e ? e : new IllegalStateException(thrown);
  }

  /** Keeps the state that is fed. */
  private final class Keeping implements Feeder.Owner {
    @Override
    public void found(StreamState state) {
      streamLast = state.lastSequence();
      if (checkpoints == null) {
        feeder.rebuild(Rebuild.NO_CHECKPOINT, "none is kept");
      } else {
        load(checkpoints, state, loop.nanos());
      }
    }

    private void load(Checkpoints place, StreamState state, long since) {
      long began = loop.nanos();
      var unusedLoad =
          place
              .load(projection, state.stream(), state.epoch())
              .whenCompleteAsync(
                  (checkpoint, thrown) -> {
                    if (closed) {
                      return;
                    }
                    if (thrown == null) {
                      take(checkpoint, Duration.ofNanos(loop.nanos() - began));
                    } else if (loop.nanos() - since < pace.patience().toNanos()) {
                      // A state made without it may hold less, for good.
                      fault = "no checkpoint to be had: " + thrown;
                      Object unused = loop.after(LOAD_RETRY, () -> load(place, state, since));
                    } else {
                      listener.checkpointFailed("read", cause(thrown));
                      feeder.rebuild(Rebuild.UNREADABLE, thrown.toString());
                    }
                  },
                  loop);
    }

    private void take(Optional<Checkpoint> checkpoint, Duration took) {
      if (checkpoint.isEmpty()) {
        feeder.rebuild(Rebuild.NO_CHECKPOINT, "none is there");
        return;
      }
      switch (checkpoint.get()) {
        case Checkpoint.Loaded(var fold) -> {
          Label label = fold.version().label();
          checkpointedAt = label.position();
          listener.loaded(label, fold.version().size(), took);
          feeder.begin(fold);
        }
        case Checkpoint.Broken(String found, String expected) ->
            feeder.rebuild(Rebuild.BROKEN, found + " found, expected " + expected);
        case Checkpoint.Foreign(var difference, String found, String expected) ->
            feeder.rebuild(
                Rebuild.FOREIGN, difference + " " + found + " found, expected " + expected);
        case Checkpoint.Newer(int format, int knownFormat) ->
            feeder.rebuild(
                Rebuild.NEWER, "format " + format + " found, expected at most " + knownFormat);
      }
    }

    @Override
    public void rebuilding(Rebuild cause, String detail) {
      served = null;
      feeding = null;
      checkpointedAt = -1;
      listener.rebuilding(cause, detail);
    }

    @Override
    public void caughtUp(Held held) {
      served = held;
      moved(held);
      listener.caughtUp(held.fold().version().label(), held.fold().version().size());
    }

    @Override
    public void moved(Held held) {
      keys = held.fold().keys();
      bytes = held.fold().bytes();
      feeding = held;
      streamLast = Math.max(feeder.streamLast(), held.fold().position());
    }

    @Override
    public void reading(@Nullable String why) {
      boolean changed = (why == null) != (fault == null);
      fault = why;
      if (changed) {
        listener.reading(why == null, why == null ? "" : why);
      }
    }
  }
}
