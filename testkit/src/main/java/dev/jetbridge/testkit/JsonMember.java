package dev.jetbridge.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one member's value out of a JSON object, untouched: a parser would only give
 * back what it understood. The object must be well-formed.
 */
final class JsonMember {
  private JsonMember() {}

  /** The bytes between the colon and what ends the member; null where there is no such member. */
  static byte @Nullable [] cut(byte[] object, String name) {
    byte[] key = ("\"" + name + "\"").getBytes(StandardCharsets.UTF_8);
    int depth = 0;
    int memberStart = -1;
    int valueStart = -1;
    for (int at = 0; at < object.length; at++) {
      switch (object[at]) {
        case '"' -> at = endOfString(object, at);
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      boolean outermost = depth == 1;
      if (outermost && object[at] == ':' && valueStart < 0) {
        valueStart = at + 1;
      }
      boolean ends = (outermost && object[at] == ',') || (depth == 0 && object[at] == '}');
      if (ends && isKey(object, memberStart, valueStart, key)) {
        return Arrays.copyOfRange(object, valueStart, at);
      }
      if (ends || (outermost && object[at] == '{' && memberStart < 0)) {
        memberStart = at + 1;
        valueStart = -1;
      }
    }
    return null;
  }

  private static boolean isKey(byte[] object, int memberStart, int valueStart, byte[] key) {
    if (valueStart < 0) {
      return false;
    }
    byte[] found = Arrays.copyOfRange(object, memberStart, valueStart - 1);
    return new String(found, StandardCharsets.UTF_8)
        .strip()
        .equals(new String(key, StandardCharsets.UTF_8));
  }

  private static int endOfString(byte[] json, int quote) {
    int at = quote + 1;
    while (json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return at;
  }
}
