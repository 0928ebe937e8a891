package dev.jetbridge.bridge.app;

/** Why a server serves no longer. */
public sealed interface Ending {
  /** It was asked to stop, and has. */
  record Stopped() implements Ending {}

  /**
   * It cannot serve, or cannot go on.
   *
   * @param exit how the process ends
   * @param reason one line: what was found and what was expected
   */
  record Refused(ServeExit exit, String reason) implements Ending {}
}
