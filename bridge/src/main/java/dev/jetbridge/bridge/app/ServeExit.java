package dev.jetbridge.bridge.app;

/** How the serve command ends, for whoever started it to decide by. */
public enum ServeExit {
  /** Asked to stop, by a signal, and stopped within the drain window. */
  STOPPED(0),
  /** The arguments or the configuration are refused. */
  CONFIGURATION(1),
  /** The stream is not one that may be served. */
  STREAM_REFUSED(2),
  /** A port or an address is not to be had. */
  PORT_TAKEN(6),
  /** A defect, or a stop that did not end in time. */
  FAILED(70);

  private final int code;

  ServeExit(int code) {
    this.code = code;
  }

  /** The exit code of the process; 0 to 2 are to the follow command what they are here. */
  public int code() {
    return code;
  }
}
