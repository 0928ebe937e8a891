package dev.jetbridge.bridge.session;

/** The fan-out of a session's loop, as the session sees it. */
public interface Level {
  /** The position of all who are level with it. */
  long reached();

  /** From now on the session is handed what comes: its position is exactly {@link #reached}. */
  void join();

  /** Gives that up. */
  void leave();

  /** Asks to be told once, by {@link Session#tailMoved}, when {@link #reached} has risen. */
  void tellWhenMoved();
}
