package dev.jetbridge.bridge.session;

import dev.jetbridge.bridge.window.Entry;
import dev.jetbridge.bridge.window.Window;
import java.time.Duration;

/**
 * A session whose position is in the window. Level with the fan-out it is handed what comes; behind
 * it, it reads the window for itself, a bounded turn at a time, until it is level again or the
 * window overruns it.
 */
final class Live {
  /** Entries looked at in one turn, so that filters which match little stall no other session. */
  private static final int TURN = 256;

  private final Session session;
  private final Window.Reader reader;
  private boolean level;
  private boolean scheduled;
  private boolean waiting;
  private boolean over;

  Live(Session session, Window.Reader reader) {
    this.session = session;
    this.reader = reader;
  }

  void begin() {
    session.claim();
    pump();
  }

  void cancel() {
    over = true;
    if (level) {
      level = false;
      session.level.leave();
    }
  }

  /** While level the fan-out's position is the session's. */
  long position(long own) {
    return level ? session.level.reached() : own;
  }

  void fellBehind(long at) {
    level = false;
    session.footing.reach(at, null);
    reader.forget();
    if (session.outlet.hasRoom()) {
      pumpLater();
    }
  }

  void tailMoved() {
    waiting = false;
    pump();
  }

  void roomAgain() {
    if (!level) {
      pump();
    }
  }

  private void pumpLater() {
    if (!scheduled) {
      scheduled = true;
      session.loop.after(
          Duration.ZERO,
          () -> {
            scheduled = false;
            if (!over) {
              pump();
            }
          });
    }
  }

  private void pump() {
    if (level || over) {
      return;
    }
    // Not beyond what the fan-out has handed out: to be level with it means the same position.
    long limit = session.level.reached();
    for (int i = 0; session.outlet.hasRoom(); i++) {
      if (i == TURN) {
        pumpLater();
        return;
      }
      long position = session.position();
      Entry entry = position < limit ? reader.read(position) : null;
      if (entry == null || entry.sequence() > limit) {
        settle(position, limit);
        return;
      }
      deliver(entry);
    }
  }

  private void deliver(Entry entry) {
    if (session.filters().matches(entry.subject())) {
      session.show(entry.frames(), entry.time());
    }
    session.footing.reach(entry.sequence(), entry.time());
  }

  /** Nothing is left up to the limit, or the window no longer knows. */
  private void settle(long position, long limit) {
    if (reader.isReplaced() || !session.feed.window().covers(position)) {
      if (!reader.isReplaced()) {
        session.feed.observer().overrun();
      }
      session.leave();
      session.decide();
      return;
    }
    if (position < limit) {
      session.footing.reach(limit, null);
    }
    session.checkCaughtUp();
    if (session.position() == limit && session.isCaughtUp() && session.outlet.hasRoom()) {
      level = true;
      session.level.join();
    } else if (!waiting && session.outlet.hasRoom()) {
      waiting = true;
      session.level.tellWhenMoved();
    }
  }
}
