package dev.jetbridge.client.follow;

import dev.jetbridge.client.Failure;

/** How the follow command ends, for scripts to decide by. */
enum ExitCode {
  /** All that was asked for has been written, or it was stopped by a signal or its reader. */
  SUCCESS(0),
  /** The arguments, the cursor file's place or the output are at fault. */
  LOCAL(1),
  /** The server will not serve this request. */
  REFUSED(2),
  /** The server broke the contract, or the cursor file is damaged. */
  BAD_DATA(3),
  /** The cursor cannot be continued. */
  CURSOR_GONE(4),
  /** No server was found in time. */
  UNREACHABLE(5);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static ExitCode of(Failure failure) {
    return switch (failure.kind()) {
      case REFUSED -> REFUSED;
      case BAD_DATA -> BAD_DATA;
      case CURSOR_GONE -> CURSOR_GONE;
      case UNREACHABLE -> UNREACHABLE;
    };
  }
}
