package dev.jetbridge.loadtest;

import dev.jetbridge.loadtest.result.RunResult;

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

  /** How a run with this result ends. */
  static LoadtestExit of(RunResult result) {
    if (!result.verdict().clean()) {
      return VIOLATION;
    }
    if (result.assertions().stream().anyMatch(outcome -> !outcome.held())) {
      return ASSERTION;
    }
    return result.validity().valid() ? DONE : INVALID;
  }

  int code() {
    return code;
  }
}
