package dev.jetbridge.stream;

import java.time.Instant;
import java.util.Map;

/** One message as the stream stores it. Immutable as long as nobody writes to its payload. */
public final class StreamMessage {
  private final long sequence;
  private final String subject;
  private final Instant time;
  private final Map<String, String> headers;
  private final byte[] payload;

  /**
   * Takes the payload as it is, without a copy.
   *
   * @param sequence its stream sequence, 1 or more
   * @param subject what it was published to
   * @param time when the broker stored it
   * @param headers the first value of each NATS header, names as sent; empty where there are none
   * @param payload its bytes
   */
  public StreamMessage(
      long sequence, String subject, Instant time, Map<String, String> headers, byte[] payload) {
    this.sequence = Sequence.require(sequence);
    this.subject = subject;
    this.time = time;
    this.headers = headers;
    this.payload = payload;
  }

  public long sequence() {
    return sequence;
  }

  public String subject() {
    return subject;
  }

  public Instant time() {
    return time;
  }

  public Map<String, String> headers() {
    return headers;
  }

  /** The bytes themselves; read only. */
  public byte[] payload() {
    return payload;
  }

  @Override
  public String toString() {
    return "message " + sequence + " on " + subject + ", " + payload.length + " bytes";
  }
}
