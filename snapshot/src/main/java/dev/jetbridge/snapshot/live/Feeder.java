package dev.jetbridge.snapshot.live;

import dev.jetbridge.config.DurationText;
import dev.jetbridge.snapshot.Fold;
import dev.jetbridge.snapshot.Label;
import dev.jetbridge.snapshot.Projection;
import dev.jetbridge.snapshot.Reduction;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.GuardedLoop;
import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.ProvenReplay;
import dev.jetbridge.stream.ProvenReplay.End;
import dev.jetbridge.stream.ProvenReplay.Place;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.StreamShape.Retention;
import dev.jetbridge.stream.StreamSource;
import dev.jetbridge.stream.StreamState;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the stream into a state, and goes on after it when the broker was lost. What it is handed
 * is proved to have no hole; where that cannot be proved, because the stream was trimmed beyond the
 * position or is another one, the state is made anew from what the stream holds.
 *
 * <p>The last message of each subject is enough where that is all that the state keeps: it is then
 * made from those, unless one of them is no event, since an earlier one would count in its place.
 *
 * <p>All of it runs on its loop.
 */
final class Feeder {
  private static final Logger LOG = LoggerFactory.getLogger(Feeder.class);

  /** What failed on a message will most likely fail on it again. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  private final StreamSource source;
  private final Projection projection;
  private final Held.SourceRules rules;
  private final StatePace pace;
  private final Loop loop;
  private final Owner owner;
  private @Nullable Held held;
  private @Nullable ProvenReplay replay;
  private Loop.@Nullable Timer retry;
  private @Nullable StreamState known;
  private boolean begun;
  private boolean building;
  private boolean lastOfEach;
  private boolean caughtUp;
  private long target;
  private int attempt;
  private boolean closed;

  /** Whom the state is kept for; called on the loop. */
  interface Owner {
    /** The stream is found for the first time, and there is no state: {@link #begin} gives one. */
    void found(StreamState state);

    /** The state is not served from now on: another is being made. */
    void rebuilding(Rebuild cause, String detail);

    /** The state holds all that the stream held when the reading began. */
    void caughtUp(Held held);

    /** More was read. */
    void moved(Held held);

    /** The stream is read, or not for this reason. */
    void reading(@Nullable String fault);
  }

  Feeder(
      StreamSource source,
      Projection projection,
      Held.SourceRules rules,
      StatePace pace,
      Loop loop,
      Owner owner) {
    this.source = source;
    this.projection = projection;
    this.rules = rules;
    this.pace = pace;
    this.loop = new GuardedLoop(loop, thrown -> failed("its reading", thrown));
    this.owner = owner;
  }

  /** Begins to read. Any thread. */
  void start() {
    source.onConnection(
        new StreamSource.ConnectionListener() {
          @Override
          public void connected() {
            loop.execute(Feeder.this::locate);
          }

          @Override
          public void disconnected(java.time.Instant since) {
            loop.execute(() -> lost("no connection to the broker"));
          }
        });
    loop.execute(this::locate);
    loop.execute(this::look);
  }

  void close() {
    closed = true;
    letGo();
  }

  /** The last sequence of the stream as last heard, 0 before. */
  long streamLast() {
    StreamState state = known;
    return state == null ? 0 : state.lastSequence();
  }

  /** Goes on from a state of the stream that was found. */
  void begin(Fold fold) {
    begun = true;
    held = new Held(fold, rules, loop);
    // The stream may have grown, or be another one, since it was found.
    locate();
  }

  /** Makes the state from the stream. */
  void rebuild(Rebuild cause, String detail) {
    letGo();
    begun = true;
    held = null;
    caughtUp = false;
    building = true;
    lastOfEach =
        cause != Rebuild.UNFIT
            && projection.key().isSubject()
            && projection.reduction() == Reduction.LATEST;
    owner.rebuilding(cause, detail);
    open();
  }

  /** Never a hole: what may lack a message is not served, and made again. */
  private void failed(Object what, Throwable thrown) {
    letGo();
    held = null;
    caughtUp = false;
    building = true;
    if (!closed) {
      retry = loop.after(AFTER_FAILURE, () -> rebuild(Rebuild.FAILED, "once more"));
    }
    LOG.error(
        "The fold failed on {}; the state is made again in {}",
        what,
        DurationText.of(AFTER_FAILURE),
        thrown);
    owner.rebuilding(Rebuild.FAILED, thrown + " at " + what);
  }

  private void letGo() {
    attempt++;
    if (retry != null) {
      retry.cancel();
      retry = null;
    }
    if (replay != null) {
      replay.close();
      replay = null;
    }
  }

  private void lost(String why) {
    if (!closed) {
      letGo();
      owner.reading(why);
      retry = loop.after(pace.retry(), this::locate);
    }
  }

  private void locate() {
    if (!closed) {
      letGo();
      readState(this::located, this::notLocated);
    }
  }

  private void notLocated(StreamFailure failure) {
    if (failure.kind() == StreamFailure.Kind.MOVED) {
      locate();
    } else {
      lost(failure.detail());
    }
  }

  private void located(StreamState state) {
    if (state.shape().retention() != Retention.LIMITS) {
      lost(
          "stream of retention "
              + state.shape().retention()
              + " found, expected LIMITS: reading it would take its messages away");
      return;
    }
    StreamState before = known;
    known = state;
    if (before == null) {
      owner.found(state);
    } else if (begun) {
      resume(state);
    }
  }

  private void resume(StreamState state) {
    Held present = held;
    if (present == null) {
      open();
    } else if (!present.epoch().equals(state.epoch())
        || state.lastSequence() < present.fold().position()) {
      replaced(state);
    } else if (state.floor() > present.fold().position()) {
      trimmed(state);
    } else {
      open();
    }
  }

  private void replaced(StreamState state) {
    known = state;
    rebuild(
        Rebuild.REPLACED,
        "epoch " + state.epoch() + " with last sequence " + state.lastSequence() + " found");
  }

  private void trimmed(StreamState state) {
    known = state;
    Held present = held;
    rebuild(
        Rebuild.TRIMMED,
        "first sequence "
            + state.firstSequence()
            + " found, expected at most one above "
            + (present == null ? "where the reading began" : present.fold().position()));
  }

  private void open() {
    StreamState state = known;
    if (closed || state == null) {
      return;
    }
    if (lastOfEach && building) {
      // Those that were still to come are not to be had again: what was stored meanwhile may have
      // taken their place.
      held = null;
    }
    Held present = held;
    Place place;
    if (present != null) {
      place = present.fold().version().label().place();
    } else {
      long from = lastOfEach ? Place.LAST_PER_SUBJECT : Place.EARLIEST;
      place = new Place(from, null, state.epoch());
    }
    replay =
        new ProvenReplay(
            source, place, projection.scope(), pace.supply(), loop, new Reading(state.epoch()));
  }

  /** What the consumer brings, proved. */
  private final class Reading implements ProvenReplay.Sink {
    private final Epoch epoch;

    Reading(Epoch epoch) {
      this.epoch = epoch;
    }

    @Override
    public void opened(long position, StreamState after) {
      known = after;
      if (held == null) {
        boolean complete = after.floor() == 0;
        Label origin = Label.before(after.stream(), epoch, position, complete);
        held = new Held(new Fold(projection, origin), rules, loop);
        if (complete && replay != null) {
          // Only where nothing goes missing from here on is it true.
          replay.anchor();
        }
      }
      if (!caughtUp) {
        target = after.lastSequence();
      }
      owner.reading(null);
    }

    @Override
    public boolean hasRoom() {
      return true;
    }

    @Override
    public void message(StreamMessage message) {
      Held present = held;
      if (present == null) {
        return;
      }
      try {
        present.message(message);
      } catch (RuntimeException | Error e) {
        failed(message, e);
        return;
      }
      if (lastOfEach && building && present.fold().tally().skipped() > 0) {
        letGo();
        held = null;
        loop.execute(() -> rebuild(Rebuild.UNFIT, message + " found, expected an event"));
      }
    }

    @Override
    public void passed(long position, StreamState state) {
      known = state;
      if (held != null) {
        held.passed(position, state);
      }
    }

    @Override
    public void paused() {
      Held present = held;
      if (present == null) {
        return;
      }
      if (!caughtUp && present.fold().position() >= target) {
        caughtUp = true;
        building = false;
        owner.caughtUp(present);
      }
      present.versions().moved();
      owner.moved(present);
    }

    @Override
    public void ended(End end) {
      replay = null;
      switch (end) {
        case End.Gone(StreamState state) -> {
          if (building) {
            held = null;
            Feeder.this.lost("events left the stream before they were read");
          } else {
            trimmed(state);
          }
        }
        case End.Replaced(StreamState state) -> replaced(state);
        case End.Lost(StreamFailure failure) -> lost(failure);
      }
    }

    private void lost(StreamFailure failure) {
      switch (failure.kind()) {
        case CONSUMER_LOST, MOVED -> locate();
        case REFUSED, FORBIDDEN -> {
          // A broker may not know the last of each subject, or not for this user.
          lastOfEach &= held != null;
          Feeder.this.lost(failure.detail());
        }
        case UNAVAILABLE, STREAM_MISSING, CONSUMER_LIMIT -> Feeder.this.lost(failure.detail());
      }
    }
  }

  /** From time to time: how far the stream is, and whether it is still the same. */
  private void look() {
    if (closed) {
      return;
    }
    Loop.Timer unused = loop.after(pace.look(), this::look);
    Held present = held;
    if (replay == null || present == null) {
      return;
    }
    long position = present.fold().position();
    readState(
        state -> {
          StreamState before = known;
          if (before == null
              || !before.epoch().equals(state.epoch())
              || state.lastSequence() < position
              || state.shape().retention() != Retention.LIMITS) {
            locate();
          } else {
            known = state;
          }
        },
        failure -> {
          if (failure.kind() == StreamFailure.Kind.STREAM_MISSING) {
            lost(failure.detail());
          }
        });
  }

  private void readState(Consumer<StreamState> then, Consumer<StreamFailure> otherwise) {
    int asked = attempt;
    loop.then(
        source.state(),
        state -> answered(asked, () -> then.accept(state)),
        failure -> answered(asked, () -> otherwise.accept(failure)));
  }

  private void answered(int asked, Runnable answer) {
    if (asked == attempt && !closed) {
      answer.run();
    }
  }
}
