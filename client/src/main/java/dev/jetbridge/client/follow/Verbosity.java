package dev.jetbridge.client.follow;

/** How much is told on standard error. */
enum Verbosity {
  /** What ends the command, alone. */
  QUIET,
  /** Also the feed going down and coming back, and what was skipped. */
  NORMAL,
  /** Also each attempt and each bookmark. */
  VERBOSE
}
