package dev.jetbridge.bridge.server;

/** What an accepted connection may expect under the limits. */
enum Admission {
  /** Within all limits. */
  WITHIN,
  /** Beyond {@code server.max-connections}: its request is read and answered 429. */
  OVER_TOTAL,
  /** Beyond {@code server.max-connections-per-address}: likewise. */
  OVER_ADDRESS,
  /** So many are waiting to be told 429 that this one is closed without an answer. */
  TURNED_AWAY
}
