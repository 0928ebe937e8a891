package dev.jetbridge.testkit;

import com.fasterxml.jackson.databind.JsonNode;

/** One event of a feed as the client received it. Immutable. */
public final class FeedEvent {
  private final JsonNode message;
  private final byte[] event;

  FeedEvent(JsonNode message, byte[] event) {
    this.message = message;
    this.event = event;
  }

  public long seq() {
    return message.path("seq").asLong();
  }

  /** The subject; empty where the message has none. */
  public String subject() {
    return message.path("subject").asText("");
  }

  /** The broker's time as it was sent; empty where the message has none. */
  public String time() {
    return message.path("time").asText("");
  }

  /** The event's own bytes, as they stood in the message. */
  public byte[] event() {
    return event.clone();
  }

  /** The whole message, parsed. */
  public JsonNode message() {
    return message;
  }

  @Override
  public String toString() {
    return message.toString();
  }
}
