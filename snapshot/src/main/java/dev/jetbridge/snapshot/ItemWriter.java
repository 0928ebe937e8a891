package dev.jetbridge.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Writes items as JSON objects, from their packed bytes and without a detour over text. For one
 * thread.
 */
public final class ItemWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final int LONGEST_ESCAPE = 6;
  private static final int DIGITS = 20;

  private byte[] bytes;
  private int length;

  /**
   * A writer that holds nothing.
   *
   * @param expected bytes to make room for
   */
  public ItemWriter(int expected) {
    bytes = new byte[Math.max(64, expected)];
  }

  /** How many bytes it holds. */
  public int length() {
    return length;
  }

  /** What it holds, a copy; it is empty afterwards. */
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, length);
    length = 0;
    return taken;
  }

  /** Appends text, each character one byte, none of it escaped. */
  public void ascii(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  /**
   * Appends {@code "key":...,"seq":...,"subject":...,"<name>":<value>}, without the braces.
   *
   * @param name of the member that holds the value
   */
  public void members(Item item, String name) {
    byte[] packed = item.packed();
    ascii("\"key\":");
    string(packed, Item.keyStart(packed), Item.keyLength(packed));
    ascii(",\"seq\":");
    number(item.sequence());
    ascii(",\"subject\":");
    int at = Item.keyStart(packed) + Item.keyLength(packed);
    int subject = (int) Varint.read(packed, at) - 1;
    if (subject < 0) {
      string(packed, Item.keyStart(packed), Item.keyLength(packed));
    } else {
      string(packed, Varint.past(packed, at), subject);
    }
    ascii(",\"");
    ascii(name);
    ascii("\":");
    int value = item.valueStart();
    reserve(packed.length - value);
    System.arraycopy(packed, value, bytes, length, packed.length - value);
    length += packed.length - value;
  }

  /** Appends a JSON string of UTF-8 (RFC 8259 §7). */
  public void string(byte[] text, int from, int count) {
    reserve(LONGEST_ESCAPE * count + 2);
    bytes[length++] = '"';
    for (int i = from; i < from + count; i++) {
      byte b = text[i];
      if (b == '"' || b == '\\') {
        bytes[length++] = '\\';
        bytes[length++] = b;
      } else if (b >= 0 && b < ' ') {
        ascii("\\u00");
        bytes[length++] = HEX[b >> 4];
        bytes[length++] = HEX[b & 15];
      } else {
        bytes[length++] = b;
      }
    }
    bytes[length++] = '"';
  }

  private void number(long value) {
    reserve(DIGITS);
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
    }
  }
}
