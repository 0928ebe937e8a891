package dev.jetbridge.stream;

/** What an open replay hands over, in the broker's order. */
public sealed interface Delivery {
  /**
   * A message.
   *
   * @param message what the stream stores
   * @param consumerSequence counts this consumer's deliveries from 1 without a hole; a hole is a
   *     message lost on the way
   * @param pending how many more matching messages the broker knew of when it sent this one
   */
  record Message(StreamMessage message, long consumerSequence, long pending) implements Delivery {}

  /**
   * The consumer has looked at everything up to {@code position} (an idle heartbeat's {@code
   * Nats-Last-Stream}). It may lie above the stream's last sequence; clip it.
   *
   * @param position the last sequence looked at
   * @param consumerSequence the last delivery made, for the same count as messages
   */
  record Scanned(long position, long consumerSequence) implements Delivery {}

  /**
   * A pull came to its end before it was filled.
   *
   * @param undelivered how many of the messages asked for will not come from it
   * @param end why
   */
  record PullEnded(int undelivered, End end) implements Delivery {
    /** Why a pull ended. */
    public enum End {
      /** Its time ran out, or the broker closed it in good order. Ask again. */
      EXPIRED,
      /** The byte bound was reached with messages delivered. Ask again. */
      BYTES_FULL,
      /** The next message alone is above the byte bound: ask for one without a bound. */
      TOO_LARGE
    }
  }
}
