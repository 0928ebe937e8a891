package dev.jetbridge.loadtest;

/** How a load test ends, worst first where several hold. */
enum LoadtestExit {
  DONE(0),
  WRONG_USAGE(1),
  VIOLATION(2),
  ASSERTION(3),
  INVALID(4),
  UNREACHABLE(5);

  private final int code;

  LoadtestExit(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
