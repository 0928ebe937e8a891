package dev.jetbridge.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is held for one key, packed into one array: the sequence of the event that wrote it, the
 * key, that event's subject, and the value as JSON. Immutable as long as nobody writes to its
 * bytes.
 *
 * <p>One array and no objects, since a header and a reference for each part would weigh more than
 * the parts: {@code sequence, length of the key, key, 0 | length of the subject + 1, subject,
 * value}, numbers as {@link Varint}; 0 where the subject is the key.
 */
public final class Item {
  private final byte[] packed;

  private Item(byte[] packed) {
    this.packed = packed;
  }

  /** What is packed into these bytes, which {@link #fault} found nothing wrong with. */
  public static Item of(byte[] packed) {
    return new Item(packed);
  }

  /** The sequence of the event that wrote it. */
  public long sequence() {
    return Varint.read(packed, 0);
  }

  /** What it is held under. */
  public String key() {
    int start = keyStart(packed);
    return new String(packed, start, keyLength(packed), UTF_8);
  }

  /** The NATS subject of the event that wrote it. */
  public String subject() {
    int at = keyStart(packed) + keyLength(packed);
    int length = (int) Varint.read(packed, at) - 1;
    return length < 0 ? key() : new String(packed, Varint.past(packed, at), length, UTF_8);
  }

  /** Where in {@link #packed} the value begins, which goes on to the end. */
  public int valueStart() {
    return valueStart(packed);
  }

  /** The value's bytes, a copy: one JSON value, perhaps with white space around it. */
  public byte[] value() {
    return java.util.Arrays.copyOfRange(packed, valueStart(), packed.length);
  }

  /** The whole; read only. */
  public byte[] packed() {
    return packed;
  }

  /** Packs one; no subject where it is the key. */
  static byte[] pack(long sequence, KeyText key, @Nullable KeyText subject, byte[] json) {
    int subjectLength = subject == null ? 0 : subject.length() + 1;
    int subjectBytes = subject == null ? 0 : subject.length();
    byte[] packed =
        new byte
            [Varint.length(sequence)
                + Varint.length(key.length())
                + key.length()
                + Varint.length(subjectLength)
                + subjectBytes
                + json.length];
    int at = Varint.put(packed, 0, sequence);
    at = Varint.put(packed, at, key.length());
    System.arraycopy(key.bytes(), 0, packed, at, key.length());
    at = Varint.put(packed, at + key.length(), subjectLength);
    if (subject != null) {
      System.arraycopy(subject.bytes(), 0, packed, at, subjectBytes);
    }
    System.arraycopy(json, 0, packed, at + subjectBytes, json.length);
    return packed;
  }

  static int keyStart(byte[] packed) {
    return Varint.past(packed, Varint.past(packed, 0));
  }

  static int keyLength(byte[] packed) {
    return (int) Varint.read(packed, Varint.past(packed, 0));
  }

  static int valueStart(byte[] packed) {
    int at = keyStart(packed) + keyLength(packed);
    int length = (int) Varint.read(packed, at);
    return Varint.past(packed, at) + Math.max(length - 1, 0);
  }

  /** What is wrong with bytes that should be a packed item; empty where nothing is. */
  public static Optional<String> fault(byte[] packed) {
    int at = 0;
    long[] numbers = new long[3];
    for (int i = 0; i < numbers.length; i++) {
      if (!Varint.isAt(packed, at)) {
        return Optional.of("no number found at byte " + at + " of an item, expected one");
      }
      numbers[i] = Varint.read(packed, at);
      at = Varint.past(packed, at);
      long skipped = i == 0 ? 0 : i == 1 ? numbers[1] : Math.max(numbers[2] - 1, 0);
      if (skipped > packed.length - at) {
        return Optional.of(
            "text of "
                + skipped
                + " bytes found at byte "
                + at
                + " of an item of "
                + packed.length);
      }
      at += (int) skipped;
    }
    return at < packed.length ? Optional.empty() : Optional.of("item without a value found");
  }

  @Override
  public String toString() {
    return "item " + sequence() + " for " + key() + ", " + packed.length + " bytes";
  }
}
