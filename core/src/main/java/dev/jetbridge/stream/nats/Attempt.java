package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.BrokerEvent.Party;

/** What came of trying to connect. */
sealed interface Attempt {
  /** There is a connection. */
  record Made(Wire wire) implements Attempt {}

  /**
   * There is none.
   *
   * @param party who caused it
   * @param why in words for an operator
   */
  record Failed(Verdict verdict, Party party, String why) implements Attempt {}
}
