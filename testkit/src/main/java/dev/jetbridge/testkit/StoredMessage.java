package dev.jetbridge.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One message as a stream holds it. Immutable. */
public final class StoredMessage {
  private final long seq;
  private final String subject;
  private final @Nullable Instant time;
  private final byte[] headers;
  private final byte[] payload;

  /**
   * @param time when the broker stored it, or null where that was not asked for
   * @param headers the header block as sent on the wire, empty where there is none
   */
  StoredMessage(long seq, String subject, @Nullable Instant time, byte[] headers, byte[] payload) {
    this.seq = seq;
    this.subject = subject;
    this.time = time;
    this.headers = headers.clone();
    this.payload = payload.clone();
  }

  public long seq() {
    return seq;
  }

  public String subject() {
    return subject;
  }

  /** The broker's time of the message. */
  public Instant time() {
    if (time == null) {
      throw new IllegalStateException("the time of message %d was not read".formatted(seq));
    }
    return time;
  }

  /** The header block as on the wire ({@code NATS/1.0\r\n...}), empty where there is none. */
  public byte[] headers() {
    return headers.clone();
  }

  public byte[] payload() {
    return payload.clone();
  }

  /** Whether the payload is exactly {@code bytes}. */
  public boolean hasPayload(byte[] bytes) {
    return Arrays.equals(payload, bytes);
  }

  @Override
  public String toString() {
    return "%d %s %s".formatted(seq, subject, new String(payload, StandardCharsets.UTF_8));
  }
}
