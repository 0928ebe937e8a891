package dev.jetbridge.bridge.session;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.snapshot.Snapshots;
import dev.jetbridge.bridge.snapshot.Telling;
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
  private StartPoint start;
  private Loop.@Nullable Timer deadline;
  private Loop.@Nullable Timer retry;
  private @Nullable Cursor headAtRequest;
  private boolean late;
  private boolean over;

  Opening(Session session, StartPoint start) {
    this.session = session;
    this.start = start;
  }

  void begin() {
    headAtRequest = head();
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

  /** What the tail has read of the stream, null where that says nothing of it. */
  private @Nullable Cursor head() {
    Window window = session.feed.window();
    Window.Incarnation incarnation = window.incarnation();
    long head = window.head();
    return session.feed.upstream().get().isUsable()
            && incarnation.epoch() != null
            && incarnation == window.incarnation()
        ? new Cursor(head, incarnation.epoch(), null)
        : null;
  }

  private void attempt() {
    Snapshots snapshots = session.feed.snapshots();
    if (start instanceof StartPoint.Snapshot && snapshots != null) {
      session.loop.then(snapshots.tell(session.filters()), this::told, failure -> attemptLater());
      return;
    }
    if (!fromWindow()) {
      readState();
    }
  }

  private void told(Telling telling) {
    if (!over) {
      session.tell(telling);
      start = new StartPoint.After(telling.cursor());
      attempt();
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
      cancel();
      session.openedInWindow(cursor.sequence(), held, known, Math.max(known.lastSequence(), head));
    }
    return true;
  }

  private void readState() {
    session.loop.then(
        session.feed.source().state(),
        state -> {
          if (state.shape().retention() != Retention.LIMITS) {
            attemptLater();
          } else if (!over) {
            compareTime(effective(state), state);
          }
        },
        failure -> attemptLater());
  }

  private void attemptLater() {
    if (!over) {
      late = true;
      retry = session.loop.after(RETRY, this::attempt);
    }
  }

  /** Where the state could not be read at once, the latest is what the tail had read by then. */
  private StartPoint effective(StreamState state) {
    Cursor head = headAtRequest;
    return late
            && start instanceof StartPoint.Latest
            && head != null
            && state.epoch().equals(head.epoch())
            && state.floor() <= head.sequence()
            && head.sequence() <= state.lastSequence()
        ? new StartPoint.After(head)
        : start;
  }

  private void compareTime(StartPoint from, StreamState state) {
    if (!(from instanceof StartPoint.After(Cursor cursor))
        || cursor.sequence() < Math.max(state.firstSequence(), 1)
        || cursor.sequence() > state.lastSequence()) {
      resolve(from, state, null);
      return;
    }
    session.loop.then(
        session.feed.source().timeAt(cursor.sequence()),
        held -> resolve(from, state, held.orElse(null)),
        failure -> attemptLater());
  }

  private void resolve(StartPoint from, StreamState state, @Nullable Instant heldAt) {
    if (over) {
      return;
    }
    switch (Resume.resolve(from, state, heldAt)) {
      case Resume.From(long position, Instant time) -> {
        cancel();
        session.opened(position, time, state);
      }
      case Resume.FromEarliest(long position) -> {
        cancel();
        session.openedAtEarliest(position, state);
      }
      case Resume.Refused(Gone gone) -> session.gone(gone, state);
    }
  }
}
