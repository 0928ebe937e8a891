package dev.jetbridge.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The value of a {@code ce-} header as the CloudEvents NATS protocol binding encodes it (1.0.3,
 * §3.1.3.2): perhaps a quoted string as a whole, then one round of percent-encoding over UTF-8.
 *
 * <p>Stricter than the binding in what it leaves open: a {@code %} without two hexadecimal digits
 * is refused. Looser in that characters beyond ASCII may stand unencoded, since common producers
 * never encode.
 */
final class HeaderValue {
  private static final int REPLACEMENT = 0xFFFD;

  private HeaderValue() {}

  /** The attribute's value; null where the header is encoded wrongly or names what none may. */
  static @Nullable String decode(String header) {
    String text = unquote(trim(header));
    // The client library puts U+FFFD for bytes that are not UTF-8: they are lost.
    if (text == null || text.indexOf(REPLACEMENT) >= 0 || !isAllowed(text)) {
      return null;
    }
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = percentDecode(text.getBytes(StandardCharsets.UTF_8));
    if (bytes == null || !StrictUtf8.isValid(bytes)) {
      return null;
    }
    String decoded = new String(bytes, StandardCharsets.UTF_8);
    return isAllowed(decoded) ? decoded : null;
  }

  /**
   * Whether the text is a String of CloudEvents (1.0.2, type system): no control character, no
   * noncharacter, no lone surrogate.
   */
  static boolean isAllowed(String text) {
    for (int i = 0; i < text.length(); i++) {
      int point = text.codePointAt(i);
      if (Character.isISOControl(point)
          || (point >= 0xFDD0 && point <= 0xFDEF)
          || (point & 0xFFFE) == 0xFFFE
          || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
        return false;
      }
      if (Character.isSupplementaryCodePoint(point)) {
        i++;
      }
    }
    return true;
  }

  /** Without the spaces and tabs around it, which belong to no header value. */
  static String trim(String header) {
    int start = 0;
    int end = header.length();
    while (start < end && isBlank(header.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(header.charAt(end - 1))) {
      end--;
    }
    return header.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  // RFC 7230 §3.2.6. Quotes anywhere but around the whole are characters like others.
  private static @Nullable String unquote(String text) {
    int last = text.length() - 1;
    if (last < 1 || text.charAt(0) != '"' || text.charAt(last) != '"') {
      return text;
    }
    StringBuilder unquoted = new StringBuilder(text.length());
    for (int i = 1; i < last; i++) {
      if (text.charAt(i) == '\\' && ++i == last) {
        return null;
      }
      unquoted.append(text.charAt(i));
    }
    return unquoted.toString();
  }

  private static byte @Nullable [] percentDecode(byte[] encoded) {
    byte[] decoded = new byte[encoded.length];
    int length = 0;
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] != '%') {
        decoded[length++] = encoded[i];
        continue;
      }
      if (i + 2 >= encoded.length) {
        return null;
      }
      int high = Character.digit(encoded[i + 1], 16);
      int low = Character.digit(encoded[i + 2], 16);
      if (high < 0 || low < 0) {
        return null;
      }
      decoded[length++] = (byte) ((high << 4) | low);
      i += 2;
    }
    return Arrays.copyOf(decoded, length);
  }
}
