package dev.jetbridge.bridge.session;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.snapshot.Telling;
import dev.jetbridge.stream.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session that is told the state which its position stands for, before the events that follow: a
 * bounded turn at a time, as far as the outlet has room.
 */
final class Preface {
  /** Messages in one turn, so that a fast reader stalls no other session. */
  private static final int TURN = 128;

  private final Session session;
  private final Telling telling;
  private final Duration atMost;
  private Loop.@Nullable Timer deadline;
  private boolean scheduled;
  private boolean over;

  Preface(Session session, Telling telling, Duration atMost) {
    this.session = session;
    this.telling = telling;
    this.atMost = atMost;
  }

  void begin() {
    deadline = session.loop.after(atMost, () -> session.close(CloseReason.SEND_TIMEOUT));
    pump();
  }

  void cancel() {
    over = true;
    if (deadline != null) {
      deadline.cancel();
    }
  }

  void roomAgain() {
    pump();
  }

  private void pump() {
    for (int i = 0; !over && session.outlet.hasRoom(); i++) {
      if (i == TURN) {
        pumpLater();
        return;
      }
      byte @Nullable [] message = telling.next();
      if (message == null) {
        cancel();
        session.prefaced();
      } else {
        session.outlet.send(message, session.loop.now());
      }
    }
  }

  private void pumpLater() {
    if (!scheduled) {
      scheduled = true;
      session.loop.after(
          Duration.ZERO,
          () -> {
            scheduled = false;
            pump();
          });
    }
  }
}
