package dev.jetbridge.bridge.diagnose;

/** How the diagnose command ends. */
enum DiagnoseExit {
  /** Nothing was found. */
  NOTHING_FOUND(0),
  /** The arguments are refused, or the token file cannot be read. */
  USAGE(1),
  /** The bridge refused: token or host name. */
  REFUSED(2),
  /** What answered does not answer like a bridge. */
  BAD_ANSWER(3),
  /** Something was found. */
  FOUND(4),
  /** Nobody answered in time. */
  NOT_REACHED(5);

  private final int code;

  DiagnoseExit(int code) {
    this.code = code;
  }

  /** The exit code of the process; 1, 2, 3 and 5 are to the follow command what they are here. */
  int code() {
    return code;
  }
}
