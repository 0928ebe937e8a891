package dev.jetbridge.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * What was last heard of one CloudEvent source.
 *
 * @param source its name
 * @param sequence that of its last event
 * @param type the type of it, empty where it had none
 * @param time the broker's time of it
 * @param heard the broker's time of its last sign of life
 */
public record SourceSeen(String source, long sequence, String type, Instant time, Instant heard) {
  // Sequence, two times of 12 bytes, whether a heartbeat was heard, the length of the source.
  private static final int FIXED = 8 + 12 + 12 + 1 + 4;
  private static final int HEARD = 8 + 12;
  private static final int BEATS = HEARD + 12;

  static byte[] pack(
      long sequence, Instant time, Instant heard, boolean beats, KeyText source, KeyText type) {
    ByteBuffer packed = ByteBuffer.allocate(FIXED + source.length() + type.length());
    packed.putLong(sequence).putLong(time.getEpochSecond()).putInt(time.getNano());
    packed.putLong(heard.getEpochSecond()).putInt(heard.getNano());
    packed.put((byte) (beats ? 1 : 0)).putInt(source.length());
    packed.put(source.bytes(), 0, source.length()).put(type.bytes(), 0, type.length());
    return packed.array();
  }

  static SourceSeen unpacked(byte[] packed) {
    int type = FIXED + sourceLength(packed);
    return new SourceSeen(
        new String(packed, FIXED, sourceLength(packed), UTF_8),
        ByteBuffer.wrap(packed).getLong(),
        new String(packed, type, packed.length - type, UTF_8),
        instant(packed, Long.BYTES),
        heard(packed));
  }

  /** Whether its signs of life were heartbeats. */
  static boolean beats(byte[] packed) {
    return packed[BEATS] == 1;
  }

  static Instant heard(byte[] packed) {
    return instant(packed, HEARD);
  }

  static int sourceStart(byte[] packed) {
    return FIXED;
  }

  static int sourceLength(byte[] packed) {
    return ByteBuffer.wrap(packed).getInt(BEATS + 1);
  }

  private static Instant instant(byte[] packed, int at) {
    ByteBuffer bytes = ByteBuffer.wrap(packed);
    return Instant.ofEpochSecond(bytes.getLong(at), bytes.getInt(at + Long.BYTES));
  }
}
