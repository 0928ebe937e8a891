package dev.jetbridge.client;

import java.nio.charset.StandardCharsets;

/**
 * What the state of the stream holds for one key, as it was received: its value is cut out of the
 * frame's text and never parsed. Immutable.
 */
public final class SnapshotItem implements FeedItem, Message {
  private final String key;
  private final long sequence;
  private final String subject;
  private final String frame;
  private final int start;
  private final int end;

  SnapshotItem(String key, long sequence, String subject, String frame, int start, int end) {
    this.key = key;
    this.sequence = sequence;
    this.subject = subject;
    this.frame = frame;
    this.start = start;
    this.end = end;
  }

  /** What it is held under. */
  public String key() {
    return key;
  }

  /** The number of the event that wrote it. */
  public long sequence() {
    return sequence;
  }

  /** The subject of that event. */
  public String subject() {
    return subject;
  }

  /** What is held: one JSON value. */
  public String json() {
    return frame.substring(start, end);
  }

  /** What is held, byte for byte: one JSON value in UTF-8. */
  public byte[] bytes() {
    return json().getBytes(StandardCharsets.UTF_8);
  }

  /** The whole message as received. */
  public String frame() {
    return frame;
  }

  @Override
  public String toString() {
    return frame;
  }
}
