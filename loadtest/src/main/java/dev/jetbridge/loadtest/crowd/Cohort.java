package dev.jetbridge.loadtest.crowd;

/** Viewers that behave alike, and whose latencies are told apart. */
public enum Cohort {
  /** Read at once whatever comes. */
  STEADY,
  /** Read a few bytes a second, or nothing. */
  SLOW,
  /** Are cut off at random, and come back at once. */
  FLAKY,
  /** Begin far behind. */
  REPLAY
}
