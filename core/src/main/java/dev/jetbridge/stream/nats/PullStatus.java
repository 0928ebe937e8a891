package dev.jetbridge.stream.nats;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.support.Status;
import org.jspecify.annotations.Nullable;

/** What the broker says of a pull, beside messages (JetStream ADR-9, ADR-13). */
sealed interface PullStatus {
  /** For a number that the broker did not say. */
  int UNSAID = -1;

  /** Nothing to deliver: the consumer has looked at everything up to {@code position}. */
  record Heartbeat(long position, long consumerSequence) implements PullStatus {}

  /** Its time is over. */
  record Expired(int undelivered, int bytesLeft) implements PullStatus {}

  /** The next message does not fit into what is left of its byte bound. */
  record OutOfBytes(int undelivered, int bytesLeft) implements PullStatus {}

  /** It is filled, with bytes left. */
  record Filled(int bytesLeft) implements PullStatus {}

  /** The consumer is no more, or not where it was. */
  record Lost(String detail) implements PullStatus {}

  /** The broker does not accept such a pull. */
  record Refused(String detail) implements PullStatus {}

  static PullStatus of(Message message) {
    Status status = message.getStatus();
    Headers headers = message.getHeaders();
    int undelivered = (int) number(headers, "Nats-Pending-Messages");
    int bytesLeft = (int) number(headers, "Nats-Pending-Bytes");
    return switch (status.getCode()) {
      case 100 ->
          new Heartbeat(number(headers, "Nats-Last-Stream"), number(headers, "Nats-Last-Consumer"));
      case 404, 408 -> new Expired(undelivered, bytesLeft);
      case 409 -> conflict(status.getMessage(), undelivered, bytesLeft);
      case 503 -> new Lost("nobody answers a pull, expected the consumer");
      default -> new Refused("pull refused: " + status.getMessageWithCode());
    };
  }

  private static PullStatus conflict(String text, int undelivered, int bytesLeft) {
    if (text.startsWith("Message Size Exceeds MaxBytes")) {
      return new OutOfBytes(undelivered, bytesLeft);
    }
    if (text.startsWith("Batch Completed")) {
      return new Filled(bytesLeft);
    }
    if (text.startsWith("Exceeded MaxWaiting")) {
      return new Expired(undelivered, bytesLeft);
    }
    if (text.startsWith("Exceeded Max")) {
      return new Refused("pull refused: " + text);
    }
    // Consumer Deleted, Consumer is push based, Server Shutdown, Leadership Change.
    return new Lost("the broker ended a pull: " + text);
  }

  private static long number(@Nullable Headers headers, String name) {
    String value = headers == null ? null : headers.getFirst(name);
    if (value == null) {
      return UNSAID;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      return UNSAID;
    }
  }
}
