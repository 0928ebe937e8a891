package dev.jetbridge.bridge.session;

import dev.jetbridge.bridge.protocol.CloseReason;

/** Told of what becomes of sessions, for metrics; on the session's loop. */
public interface SessionObserver {
  /** What a start point came to. */
  enum Resumed {
    /** Its position was in the window. */
    LIVE,
    /** Its position was below the window. */
    REPLAY,
    /** 4410. */
    GONE,
    /** The broker gave no answer in time. */
    UNAVAILABLE
  }

  /** A session was opened, or could not be. */
  void resumed(Resumed outcome);

  /** A session moved from one state to another. */
  void moved(SessionState from, SessionState to);

  /** The window let go of what a live session had not read yet. */
  void overrun();

  /** An event was read from a consumer of a session's own. */
  void replayed();

  /** The server closed a session, or is about to. */
  void closing(CloseReason reason);
}
