package dev.jetbridge.bridge.session;

/** Where a session stands. */
public enum SessionState {
  /** Its start point is being resolved: by the window, or by the broker's word on the stream. */
  OPENING,
  /** The state that it begins with is being handed over. */
  SNAPSHOT,
  /**
   * Its position is below the window: it reads, or waits to read, through a consumer of its own.
   */
  REPLAYING,
  /** Its position is in the window: it costs the broker nothing. */
  LIVE,
  /** Its last frames are on their way. */
  CLOSING,
  /** It holds nothing any more. */
  CLOSED
}
