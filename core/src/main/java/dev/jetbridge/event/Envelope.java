package dev.jetbridge.event;

import static dev.jetbridge.event.JsonBytes.ascii;
import static dev.jetbridge.event.JsonBytes.put;
import static dev.jetbridge.event.JsonBytes.putNumber;
import static dev.jetbridge.event.JsonBytes.putString;

import dev.jetbridge.stream.StreamMessage;

/**
 * What stands around an event on the wire. The event's bytes are copied once, as they are, into an
 * array of the caller's, which may keep room in front of them for a frame header.
 *
 * <p>The array must hold {@code offset} plus the length named; else {@link
 * IndexOutOfBoundsException}, with part of it written.
 */
public final class Envelope {
  private static final byte[] SEQ = ascii("{\"seq\":");
  private static final byte[] SUBJECT = ascii(",\"subject\":");
  private static final byte[] TIME = ascii(",\"time\":\"");
  private static final byte[] EVENT_AFTER_TIME = ascii("\",\"event\":");
  private static final byte[] EVENT = ascii(",\"event\":");
  private static final byte[] SKIPPED_SEQ = ascii("{\"type\":\"skipped\",\"seq\":");
  private static final byte[] CAUSE = ascii(",\"cause\":");

  private Envelope() {}

  /** The bytes that {@link #putPlain} writes. */
  public static int plainLength(StreamMessage message, byte[] json) {
    return plainLength(message.sequence(), json.length);
  }

  /** The bytes of {@code {"seq":N,"event":<json>}}, by the length of the event. */
  public static int plainLength(long sequence, int jsonLength) {
    return SEQ.length + JsonBytes.digits(sequence) + EVENT.length + jsonLength + 1;
  }

  /**
   * Writes {@code {"seq":N,"event":<json>}}.
   *
   * @return the index after the last byte written
   */
  public static int putPlain(byte[] target, int offset, StreamMessage message, byte[] json) {
    int at = putPlainStart(target, offset, message.sequence());
    at = put(target, at, json);
    target[at] = '}';
    return at + 1;
  }

  /**
   * Writes what stands before the event in {@code {"seq":N,"event":<json>}}; a closing brace goes
   * behind it.
   *
   * @return the index after the last byte written
   */
  public static int putPlainStart(byte[] target, int offset, long sequence) {
    int at = put(target, offset, SEQ);
    at = putNumber(target, at, sequence);
    return put(target, at, EVENT);
  }

  /** The bytes that {@link #putDetailed} writes. */
  public static int detailedLength(StreamMessage message, byte[] json) {
    return SEQ.length
        + JsonBytes.digits(message.sequence())
        + SUBJECT.length
        + JsonBytes.stringLength(message.subject())
        + TIME.length
        + Rfc3339.length(message.time())
        + EVENT_AFTER_TIME.length
        + json.length
        + 1;
  }

  /**
   * Writes {@code {"seq":N,"subject":"...","time":"<RFC 3339>","event":<json>}}; the time is in UTC
   * with as many digits as the broker gave.
   *
   * @return the index after the last byte written
   */
  public static int putDetailed(byte[] target, int offset, StreamMessage message, byte[] json) {
    int at = put(target, offset, SEQ);
    at = putNumber(target, at, message.sequence());
    at = put(target, at, SUBJECT);
    at = putString(target, at, message.subject());
    at = put(target, at, TIME);
    at = Rfc3339.put(target, at, message.time());
    at = put(target, at, EVENT_AFTER_TIME);
    at = put(target, at, json);
    target[at] = '}';
    return at + 1;
  }

  /** A message of its own: {@code {"type":"skipped","seq":N,"subject":"...","cause":"..."}}. */
  public static byte[] skipped(StreamMessage message, SkipCause cause) {
    int length =
        SKIPPED_SEQ.length
            + JsonBytes.digits(message.sequence())
            + SUBJECT.length
            + JsonBytes.stringLength(message.subject())
            + CAUSE.length
            + JsonBytes.stringLength(cause.label())
            + 1;
    byte[] target = new byte[length];
    int at = put(target, 0, SKIPPED_SEQ);
    at = putNumber(target, at, message.sequence());
    at = put(target, at, SUBJECT);
    at = putString(target, at, message.subject());
    at = put(target, at, CAUSE);
    at = putString(target, at, cause.label());
    target[at] = '}';
    return target;
  }
}
