package dev.jetbridge.event;

import dev.jetbridge.stream.StreamMessage;

/**
 * Decides whether a stored message is an event: one JSON value of any kind, in UTF-8, CloudEvent or
 * not. Its bytes are passed on as they are, so that duplicate keys, the spelling of numbers, and
 * escapes of lone surrogates ({@code "\ud800"}: JSON by the grammar of RFC 8259 §7, though not
 * text) reach the client as they were published.
 *
 * <p>Thread-safe; never blocks.
 */
public final class EventReader {
  /** How many arrays and objects may lie in one another; {@code []} counts 1. */
  public static final int MAX_DEPTH = 64;

  private final int maxBytes;

  /**
   * A reader of events up to this size.
   *
   * @param maxBytes the most bytes in a payload and in the event made from it, 1 or more
   */
  public EventReader(int maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException(maxBytes + " bytes found, expected 1 or more");
    }
    this.maxBytes = maxBytes;
  }

  /** What the message comes to. */
  public Event read(StreamMessage message) {
    byte[] payload = message.payload();
    if (payload.length > maxBytes) {
      return new Event.Skipped(SkipCause.TOO_LARGE);
    }
    SkipCause fault = JsonText.fault(payload);
    return fault == null ? new Event.Accepted(payload) : new Event.Skipped(fault);
  }
}
