package dev.jetbridge.bridge.window;

import dev.jetbridge.bridge.window.TailListener.ResetCause;
import dev.jetbridge.config.DurationText;
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
import dev.jetbridge.stream.SubjectFilters;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one reader of the stream's end, which keeps the window.
 *
 * <p>It holds one consumer, opens another after the head when that is lost, and before it goes on
 * makes sure that the stream is still the same: by epoch, by last sequence, and by the time of the
 * last event read. Where continuity cannot be proved it empties the window, after which every
 * session's own proof decides what that means for it.
 *
 * <p>All of it runs on its {@link Loop}; {@link #upstream} may be read on any thread.
 */
public final class Tail {
  private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

  private final StreamSource source;
  private final SubjectFilters filters;
  private final Window window;
  private final TailPace pace;
  private final Loop loop;
  private final TailListener listener;
  private final TailReport report;
  private final Intake intake;
  private final Trimmer trimmer;

  private int attempt;

  private @Nullable ProvenReplay replay;
  private Loop.@Nullable Timer retry;
  private boolean closed;

  /**
   * A tail that does not read yet.
   *
   * @param encoder makes an entry's frames; called once an event, on the loop
   */
  public Tail(
      StreamSource source,
      SubjectFilters filters,
      Window window,
      Function<StreamMessage, Frames> encoder,
      TailPace pace,
      Loop loop,
      TailListener listener) {
    this.source = source;
    this.filters = filters;
    this.window = window;
    this.pace = pace;
    this.loop = new GuardedLoop(loop, this::failed);
    this.listener = listener;
    this.trimmer = new Trimmer(source, window, pace, this.loop, this);
    this.report = new TailReport(listener, loop.now());
    this.intake = new Intake(window, encoder, this.loop, report, listener, this::ended);
  }

  /** Begins to read, and to look at the stream's state from time to time. Any thread. */
  public void start() {
    source.onConnection(
        new StreamSource.ConnectionListener() {
          @Override
          public void connected() {
            loop.execute(Tail.this::locate);
          }

          @Override
          public void disconnected(Instant since) {
            loop.execute(() -> lost("no connection to the broker"));
          }
        });
    loop.execute(this::locate);
    loop.execute(trimmer::begin);
  }

  /** What is known of the stream. Any thread. */
  public Upstream upstream() {
    return report.upstream();
  }

  /** Why this stream may not be read at all, null where it may or is not known. Any thread. */
  public @Nullable String refusal() {
    return report.refusal();
  }

  /** Forgets every entry held: positions below the head replay from the stream. Any thread. */
  public void resetWindow() {
    loop.execute(() -> {
      window.trim(window.head());
      listener.reset(ResetCause.REQUESTED);
      listener.moved();
    });
  }

  /** Ends reading. Any thread. */
  public void close() {
    loop.execute(() -> {
      closed = true;
      trimmer.close();
      letGo();
    });
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
    locateLater(() -> report.lost(loop.now(), why));
  }

  private void locateLater(Runnable word) {
    if (!closed) {
      letGo();
      // First of all: whatever the listeners do, it goes on.
      retry = loop.after(pace.retry(), this::locate);
      word.run();
    }
  }

  /** Finds the stream, makes sure of its identity, and opens a consumer after the head. */
  private void locate() {
    if (closed) {
      return;
    }
    letGo();
    readState(this::located, this::failed);
  }

  private void located(StreamState state) {
    StreamState before = report.stream();
    if (refuses(state)) {
      return;
    }
    if (before == null) {
      begin(state);
      listener.found(state);
      open(state);
    } else if (isReplaced(before, state, window.head())) {
      replaced(state);
    } else {
      resume(state);
    }
  }

  private boolean refuses(StreamState state) {
    if (state.shape().retention() == Retention.LIMITS) {
      return false;
    }
    locateLater(() -> report.refused(loop.now(), state));
    return true;
  }

  private static boolean isReplaced(StreamState before, StreamState now, long head) {
    return !before.epoch().equals(now.epoch()) || now.lastSequence() < head;
  }

  private void begin(StreamState state) {
    intake.begin(state, Math.max(state.floor(), state.lastSequence() - pace.fill()));
    report.learn(state);
  }

  private void replaced(StreamState state) {
    letGo();
    report.filled(false);
    begin(state);
    listener.found(state);
    listener.reset(ResetCause.REPLACED);
    listener.replaced();
    open(state);
  }

  private void resume(StreamState state) {
    report.learn(state);
    if (state.floor() > window.head()) {
      window.reset(state.floor());
      listener.reset(ResetCause.RETENTION);
      listener.moved();
    }
    open(state);
  }

  private void open(StreamState state) {
    Place place = intake.place(state.epoch());
    replay = new ProvenReplay(source, place, filters, pace.supply(), loop, intake);
  }

  private void ended(End end) {
    replay = null;
    switch (end) {
      case End.Gone ignored -> again("events left the stream before they were read");
      case End.Replaced(StreamState state) -> {
        if (!refuses(state)) {
          replaced(state);
        }
      }
      case End.Lost(StreamFailure failure) -> failed(failure);
    }
  }

  private void failed(StreamFailure failure) {
    switch (failure.kind()) {
      case CONSUMER_LOST -> again(failure.detail());
      // There is another connection already: nobody need know that the first is left.
      case MOVED -> locate();
      case UNAVAILABLE, STREAM_MISSING, CONSUMER_LIMIT, FORBIDDEN, REFUSED ->
          lost(failure.detail());
    }
  }

  /** Looks again at once, but not without end: a reader that brings nothing waits a while. */
  private void again(String why) {
    listener.rebuilding(why);
    if (intake.isBarren()) {
      lost(why);
    } else {
      locate();
    }
  }

  /** Whether a consumer is open. */
  boolean isReading() {
    return replay != null;
  }

  /** Rises whenever what was asked before says nothing any more. */
  int attempt() {
    return attempt;
  }

  /** The stream as it was found some time after the head was read. */
  void looked(long head, StreamState state) {
    StreamState before = Objects.requireNonNull(report.stream(), "a stream that is read is known");
    if (isReplaced(before, state, head) || state.shape().retention() != Retention.LIMITS) {
      locate();
    } else {
      report.learn(state);
      window.trim(state.floor());
    }
  }

  /** The stream could not be looked at: of no consequence, unless there is none. */
  void lookFailed(StreamFailure failure) {
    if (failure.kind() == StreamFailure.Kind.STREAM_MISSING) {
      lost(failure.detail());
    }
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

  /** Its own code failed: the window holds nothing that was not read whole, and is read on from. */
  private void failed(Throwable cause) {
    lost("internal error: " + cause);
    LOG.error("The tail failed; it reads again in {}", DurationText.of(pace.retry()), cause);
  }
}
