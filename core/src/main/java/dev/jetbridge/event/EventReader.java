package dev.jetbridge.event;

import dev.jetbridge.stream.StreamMessage;

/**
 * Decides whether a stored message is an event: one JSON value of any kind, in UTF-8, CloudEvent or
 * not. Its bytes are passed on as they are, so that duplicate keys, the spelling of numbers and
 * escapes of lone surrogates (all of them JSON by its grammar, RFC 8259 §§4, 6 and 8.2) reach the
 * client as they were published, and so does white space, line breaks included.
 *
 * <p>A CloudEvent in NATS binary mode is the one exception: it becomes the structured event that it
 * stands for (see {@link BinaryEvent}), its data unchanged.
 *
 * <p>Thread-safe; never blocks.
 */
public final class EventReader {
  /** How many arrays and objects may lie in one another; {@code []} counts 1. */
  public static final int MAX_DEPTH = JsonText.MAX_DEPTH;

  /** The largest bound that a reader may have, in bytes. */
  public static final int MAX_BYTES = 1 << 30;

  private final int maxBytes;

  /**
   * A reader of events up to this size.
   *
   * @param maxBytes the most bytes in a payload and in the event made from it, 1 to {@link
   *     #MAX_BYTES}
   */
  public EventReader(int maxBytes) {
    if (maxBytes < 1 || maxBytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          maxBytes + " bytes found, expected 1 to " + MAX_BYTES + " (1 GiB)");
    }
    this.maxBytes = maxBytes;
  }

  /** What the message comes to. */
  public Event read(StreamMessage message) {
    byte[] payload = message.payload();
    if (payload.length > maxBytes) {
      return new Event.Skipped(SkipCause.TOO_LARGE);
    }
    if (!message.headers().isEmpty() && BinaryEvent.isIn(message.headers())) {
      return BinaryEvent.read(message, maxBytes);
    }
    SkipCause fault = JsonText.fault(payload, MAX_DEPTH);
    return fault == null ? new Event.Accepted(payload) : new Event.Skipped(fault);
  }
}
