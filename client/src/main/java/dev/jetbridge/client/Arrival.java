package dev.jetbridge.client;

/** What a connection reports, in order. */
sealed interface Arrival {
  /** A text message, whole. */
  record Frame(String text) implements Arrival {}

  /** The connection's end; nothing follows. */
  record Ended(Ending ending) implements Arrival {}
}
