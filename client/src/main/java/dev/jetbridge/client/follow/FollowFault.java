package dev.jetbridge.client.follow;

/** Something on this side that keeps the command from going on, with what to do about it. */
final class FollowFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exit;

  FollowFault(ExitCode exit, String message) {
    super(message);
    this.exit = exit;
  }

  FollowFault(ExitCode exit, String message, Throwable cause) {
    super(message, cause);
    this.exit = exit;
  }

  ExitCode exit() {
    return exit;
  }
}
