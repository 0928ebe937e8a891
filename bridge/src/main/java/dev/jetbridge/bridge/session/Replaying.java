package dev.jetbridge.bridge.session;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.stream.Gone;
import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.ProvenReplay;
import dev.jetbridge.stream.ProvenReplay.End;
import dev.jetbridge.stream.ProvenReplay.Supply;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session whose position is below the window. It asks for a permit while it has room, reads
 * through a consumer at the pace of its outlet, and gives both back when the outlet stays full,
 * when others wait and it has had its share, or when its position has entered the window.
 */
final class Replaying implements ProvenReplay.Sink {
  /** Messages handed over in one turn of the loop. */
  private static final int TURN = 256;

  /** How long the tail is given to read what is known here already, before a consumer is made. */
  private static final Duration TAIL = Duration.ofMillis(500);

  private final Session session;
  private final Retry retry;
  private ReplayPermits.@Nullable Ticket ticket;
  private @Nullable ProvenReplay replay;
  private Loop.@Nullable Timer waiting;
  private Loop.@Nullable Timer yielding;
  private int turn = TURN;
  private int sinceGranted;
  private boolean scheduled;
  private boolean listening;
  private boolean over;

  Replaying(Session session) {
    this.session = session;
    this.retry = new Retry(session, this::request);
  }

  void begin() {
    if (session.outlet.hasRoom()) {
      if (session.footing.isAheadOfTail()) {
        listen();
        waiting = session.loop.after(TAIL, this::request);
      } else {
        request();
      }
    }
  }

  /** Asks to be told when the tail has moved. */
  private void listen() {
    if (!listening) {
      listening = true;
      session.level.tellWhenMoved();
    }
  }

  void tailMoved() {
    listening = false;
    enterWindow();
    if (!over && session.footing.isAheadOfTail()) {
      listen();
    }
  }

  void cancel() {
    over = true;
    retry.cancel();
    giveBack();
  }

  /** Lets go of consumer and permit. What was held and not handed over is read again. */
  private void giveBack() {
    waiting = stop(waiting);
    yielding = stop(yielding);
    if (replay != null) {
      replay.close();
      replay = null;
    }
    if (ticket != null) {
      ticket.release();
      ticket = null;
    }
  }

  private static Loop.@Nullable Timer stop(Loop.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
    return null;
  }

  private boolean isResting() {
    return ticket == null && replay == null && !retry.isPending();
  }

  void roomAgain() {
    yielding = stop(yielding);
    if (replay != null) {
      replay.proceed();
    } else if (isResting()) {
      again();
    }
  }

  void anchor() {
    if (replay != null) {
      replay.anchor();
    }
  }

  void brokerFound() {
    retry.now();
  }

  /** The window may have come to the position meanwhile, or the position to the window. */
  private void again() {
    session.leave();
    session.decide();
  }

  private void request() {
    if (!session.feed.pace().shared()) {
      open();
      return;
    }
    waiting =
        session.loop.after(
            session.feed.pace().maxWait(), () -> session.close(CloseReason.REPLAY_BUSY));
    ticket = session.feed.permits().request(session.loop, this::granted);
  }

  private void granted() {
    if (!over) {
      waiting = stop(waiting);
      sinceGranted = 0;
      open();
    }
  }

  private void open() {
    Feed feed = session.feed;
    SubjectFilters wanted = session.filters();
    // The rights on the broker may end where the bridge's own scope ends.
    SubjectFilters read = feed.scope().covers(wanted) ? wanted : feed.scope();
    Feed.Pace pace = feed.pace();
    Supply supply = pace.shared() && feed.permits().areAmple() ? pace.ample() : pace.supply();
    replay =
        new ProvenReplay(feed.source(), session.footing.place(), read, supply, session.loop, this);
  }

  @Override
  public void opened(long position, StreamState after) {
    if (position != session.position()) {
      session.footing.startAt(position);
    }
    enterWindow();
  }

  @Override
  public boolean hasRoom() {
    return turn > 0 && session.outlet.hasRoom();
  }

  @Override
  public void message(StreamMessage message) {
    turn--;
    sinceGranted++;
    retry.progress();
    session.feed.observer().replayed();
    deliver(message);
    // Only now: a position that is claimed has been handed over.
    session.footing.reach(message.sequence(), message.time());
    enterWindow();
  }

  private void deliver(StreamMessage message) {
    String subject = message.subject();
    // Again: the broker's filter may be wider, or none.
    if (session.filters().matches(subject) && session.feed.scope().matches(subject)) {
      session.show(session.feed.encoder().apply(message), message.time());
    }
  }

  @Override
  public void passed(long position, StreamState state) {
    retry.progress();
    session.footing.reach(position, null);
    session.bookmark();
    enterWindow();
  }

  /** The rule, where it may have changed its answer. */
  private void enterWindow() {
    if (!over && session.footing.isInWindow()) {
      again();
    }
  }

  @Override
  public void paused() {
    enterWindow();
    if (over) {
      return;
    }
    if (session.footing.isAheadOfTail()) {
      listen();
    }
    session.checkCaughtUp();
    if (turn == 0) {
      turnLater();
    }
    Feed.Pace pace = session.feed.pace();
    if (session.outlet.hasRoom()) {
      yielding = stop(yielding);
      if (pace.shared() && sinceGranted >= pace.turnMessages() && othersWait()) {
        giveBack();
        request();
      }
    } else if (yielding == null && pace.shared()) {
      yielding = session.loop.after(pace.yieldAfter(), this::giveBack);
    }
  }

  private boolean othersWait() {
    return session.feed.permits().waiting() > 0;
  }

  private void turnLater() {
    if (!scheduled) {
      scheduled = true;
      session.loop.after(
          Duration.ZERO,
          () -> {
            scheduled = false;
            turn = TURN;
            if (replay != null) {
              replay.proceed();
            }
          });
    }
  }

  @Override
  public void ended(End end) {
    replay = null;
    switch (end) {
      case End.Gone(StreamState state) -> session.gone(Gone.RETENTION_EXHAUSTED, state);
      case End.Replaced(StreamState state) -> session.gone(Gone.STREAM_REPLACED, state);
      case End.Lost(StreamFailure failure) -> {
        giveBack();
        retry.after(failure);
      }
    }
  }
}
