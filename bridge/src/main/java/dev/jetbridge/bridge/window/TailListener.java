package dev.jetbridge.bridge.window;

import dev.jetbridge.stream.StreamState;

/** Told of what happens to the tail, on its thread; must not block. Each hears what he wants to. */
public interface TailListener {
  /** The stream was found: at the start, and whenever it is another incarnation. */
  default void found(StreamState state) {}

  /** The window has more, or its head has moved. */
  default void moved() {}

  /**
   * How long it took to hand over what {@link #moved} told of last, in nanoseconds. Words that come
   * closer upon each other than that may be told of as one.
   */
  default long handOverNanos() {
    return 0;
  }

  /** The tail reads the stream, or ceased to. */
  default void upstream(Upstream upstream) {}

  /** The stream is another incarnation: every session of the earlier one must end. */
  default void replaced() {}

  /** Continuity could not be proved, and the window was emptied. */
  default void reset(ResetCause cause) {}

  /** Its consumer is lost, over a connection that stands, and another is opened. */
  default void rebuilding(String why) {}

  /** Why a window was emptied. */
  enum ResetCause {
    /** Retention removed what the tail had not read yet. */
    RETENTION,
    /** The stream was made again or began again. */
    REPLACED,
    /** An operator asked for it. */
    REQUESTED
  }
}
