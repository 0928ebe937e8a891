package dev.jetbridge.bridge.session;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.window.Upstream;
import dev.jetbridge.bridge.window.Window;
import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.Gone;
import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.Resume;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.StreamShape.Retention;
import dev.jetbridge.stream.StreamState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a start point: from the window alone where that can tell, else by the stream's state,
 * read after the request. Waits for a broker that is away, but not for ever.
 */
final class Opening {
  private static final Duration RETRY = Duration.ofMillis(250);

  private final Session session;
  private final StartPoint start;
  private Loop.@Nullable Timer deadline;
  private Loop.@Nullable Timer retry;
  private boolean over;

  Opening(Session session, StartPoint start) {
    this.session = session;
    this.start = start;
  }

  void begin() {
    deadline =
        session.loop.after(
            session.feed.pace().opening(),
            () -> {
              session.feed.observer().resumed(SessionObserver.Resumed.UNAVAILABLE);
              session.close(CloseReason.UPSTREAM_UNAVAILABLE);
            });
    attempt();
  }

  void cancel() {
    over = true;
    if (deadline != null) {
      deadline.cancel();
    }
    if (retry != null) {
      retry.cancel();
    }
  }

  private void attempt() {
    if (!fromWindow()) {
      readState();
    }
  }

  /** A reconnect storm inside the window asks the broker nothing, and needs none. */
  private boolean fromWindow() {
    Window window = session.feed.window();
    Window.Incarnation incarnation = window.incarnation();
    Upstream upstream = session.feed.upstream().get();
    StreamState known = upstream.state();
    if (!session.feed.pace().shared()
        || !(start instanceof StartPoint.After(Cursor cursor))
        || !upstream.isUsable()
        || known == null
        || !known.epoch().equals(incarnation.epoch())
        || (cursor.epoch() != null && !cursor.epoch().equals(known.epoch()))
        || !window.covers(cursor.sequence())
        || cursor.sequence() > window.head()) {
      return false;
    }
    Instant held = window.timeAt(cursor.sequence());
    if (cursor.at() != null && held == null) {
      return false;
    }
    long head = window.head();
    if (window.incarnation() != incarnation) {
      return false;
    }
    if (cursor.at() != null && !cursor.at().equals(held)) {
      session.gone(Gone.STREAM_REPLACED, known);
    } else {
      settle();
      session.openedInWindow(cursor.sequence(), held, known, Math.max(known.lastSequence(), head));
    }
    return true;
  }

  private void settle() {
    cancel();
  }

  private void readState() {
    session
        .feed
        .source()
        .state()
        .whenCompleteAsync(
            (state, thrown) -> {
              if (over) {
                return;
              }
              if (thrown != null || state.shape().retention() != Retention.LIMITS) {
                retry = session.loop.after(RETRY, this::attempt);
              } else {
                compareTime(state);
              }
            },
            session.loop);
  }

  private void compareTime(StreamState state) {
    if (!(start instanceof StartPoint.After(Cursor cursor))
        || cursor.sequence() < Math.max(state.firstSequence(), 1)
        || cursor.sequence() > state.lastSequence()) {
      resolve(state, null);
      return;
    }
    session
        .feed
        .source()
        .timeAt(cursor.sequence())
        .whenCompleteAsync(
            (held, thrown) -> {
              if (over) {
                return;
              }
              if (thrown != null) {
                retry = session.loop.after(RETRY, this::attempt);
              } else {
                resolve(state, held.orElse(null));
              }
            },
            session.loop);
  }

  private void resolve(StreamState state, @Nullable Instant heldAt) {
    switch (Resume.resolve(start, state, heldAt)) {
      case Resume.From(long position, Instant time) -> {
        settle();
        session.opened(position, time, state);
      }
      case Resume.FromEarliest(long position) -> {
        settle();
        session.openedAtEarliest(position, state);
      }
      case Resume.Refused(Gone gone) -> session.gone(gone, state);
    }
  }
}
