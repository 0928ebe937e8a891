package dev.jetbridge.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of a key, in UTF-8, in a buffer that is used again for every event. For one thread. */
final class KeyText {
  private byte[] bytes = new byte[256];
  private int length;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Appends a text, lone surrogates as {@code ?}. */
  void append(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        append(text.substring(i).getBytes(UTF_8));
        return;
      }
      bytes[length++] = (byte) c;
    }
  }

  void append(byte b) {
    reserve(1);
    bytes[length++] = b;
  }

  void append(byte[] more) {
    append(more, 0, more.length);
  }

  void append(byte[] from, int start, int count) {
    reserve(count);
    System.arraycopy(from, start, bytes, length, count);
    length += count;
  }

  /** Appends the characters of a JSON string that begins at {@code at}. */
  @Nullable NoKey appendString(byte[] json, int at) {
    if (at < 0 || json[at] == 'n') {
      return NoKey.ABSENT;
    }
    if (json[at] != '"') {
      return NoKey.NOT_TEXT;
    }
    int end = JsonScan.pastString(json, at) - 1;
    if (end == at + 1) {
      return NoKey.ABSENT;
    }
    int start = length;
    for (int i = at + 1; i < end; i++) {
      if (json[i] == '\\') {
        length = start;
        return appendDecoded(JsonString.decoded(json, at));
      }
    }
    append(json, at + 1, end - at - 1);
    return null;
  }

  private @Nullable NoKey appendDecoded(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        return NoKey.MALFORMED;
      }
    }
    append(text);
    return null;
  }

  boolean contains(char ascii) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == ascii) {
        return true;
      }
    }
    return false;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
    }
  }
}
