package dev.jetbridge.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One event of the stream, exactly as it was received: the value of {@code event} is cut out of the
 * frame's text and never parsed into objects or written anew. Immutable.
 */
public final class FeedEvent implements FeedItem, Message {
  private final Lineage lineage;
  private final long sequence;
  private final String subject;
  private final Instant time;
  private final String frame;
  private final int start;
  private final int end;

  FeedEvent(
      Lineage lineage,
      long sequence,
      String subject,
      Instant time,
      String frame,
      int start,
      int end) {
    this.lineage = lineage;
    this.sequence = sequence;
    this.subject = subject;
    this.time = time;
    this.frame = frame;
    this.start = start;
    this.end = end;
  }

  /** The event's number in the stream, 1 to 2^53-1. */
  public long sequence() {
    return sequence;
  }

  /** The subject that it was published on. */
  public String subject() {
    return subject;
  }

  /** When the broker stored it, by the broker's clock. */
  public Instant time() {
    return time;
  }

  /** The event itself: one JSON value. */
  public String json() {
    return frame.substring(start, end);
  }

  /** The event itself, byte for byte as published: one JSON value in UTF-8. */
  public byte[] bytes() {
    return json().getBytes(StandardCharsets.UTF_8);
  }

  /** The whole message as received: {@code {"seq":..,"subject":..,"time":..,"event":..}}. */
  public String frame() {
    return frame;
  }

  /** Where a feed stands that has applied this event; store it once it has. */
  public FeedCursor cursor() {
    return lineage.cursor(sequence, time);
  }

  @Override
  public String toString() {
    return frame;
  }
}
