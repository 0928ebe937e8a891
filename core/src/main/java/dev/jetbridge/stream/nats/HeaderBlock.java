package dev.jetbridge.stream.nats;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * The header block of a NATS message (NATS ADR-4): {@code NATS/1.0}, then {@code name:value} lines,
 * then an empty line.
 *
 * <p>nats-server stores and forwards whatever a publisher sends as one. jnats 2.26 ends its reader
 * on a block that is not to its liking (a byte above 126 in a value is enough), so that one message
 * would cut every reader off for good; and it takes a stored message with a status line for a
 * status, without its payload. Blocks that are not plain are therefore wrapped into one that is,
 * and unwrapped here.
 */
final class HeaderBlock {
  /** The one header of a wrapped block: the block itself, in base64. */
  static final String WRAPPED = "Jetbridge-Wrapped";

  private static final byte[] VERSION = "NATS/1.0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MARK = WRAPPED.getBytes(StandardCharsets.US_ASCII);
  private static final String LINE_END = "\r\n";
  private static final int DELETE = 127;

  private HeaderBlock() {}

  /**
   * Whether jnats reads it as it is meant: a version without a status, printable ASCII, a name and
   * a colon in each line.
   */
  static boolean isPlain(byte[] bytes, int from, int length) {
    int end = from + length;
    if (!hasPlainStart(bytes, from, end)) {
      return false;
    }
    int line = from + VERSION.length + LINE_END.length();
    while (line < end) {
      if (bytes[line] == '\r') {
        return line + LINE_END.length() == end && bytes[line + 1] == '\n';
      }
      line = plainLineEnd(bytes, line, end);
      if (line < 0) {
        return false;
      }
    }
    return false;
  }

  /**
   * Whether it is what the broker itself sends beside messages: a version with a status of three
   * digits, otherwise plain.
   */
  static boolean isPlainStatus(byte[] bytes, int from, int length) {
    int text = from + VERSION.length;
    if (length < VERSION.length + 8 || !startsWith(bytes, from, VERSION) || bytes[text] != ' ') {
      return false;
    }
    int lineEnd = text + 1;
    while (lineEnd < from + length && isPrintable(bytes[lineEnd])) {
      lineEnd++;
    }
    for (int i = text + 1; i < text + 4; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    // What follows the first line is judged as if that were a plain one.
    int rest = length - (lineEnd - from);
    byte[] plain = Arrays.copyOf(VERSION, VERSION.length + rest);
    System.arraycopy(bytes, lineEnd, plain, VERSION.length, rest);
    return (bytes[text + 4] == ' ' || bytes[text + 4] == '\r') && isPlain(plain, 0, plain.length);
  }

  /** A plain block that holds this one. */
  static byte[] wrap(byte[] bytes, int from, int length) {
    byte[] block = Arrays.copyOfRange(bytes, from, from + length);
    return ("NATS/1.0\r\n" + WRAPPED + ':' + Base64.getEncoder().encodeToString(block) + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The first value of each header of a wrapped block; lines that are no header are left out. */
  static Map<String, String> unwrap(String wrapped) {
    String block = new String(Base64.getDecoder().decode(wrapped), StandardCharsets.UTF_8);
    Map<String, String> first = new HashMap<>();
    String[] lines = block.split(LINE_END, -1);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        first.putIfAbsent(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
      }
    }
    return Map.copyOf(first);
  }

  private static boolean hasPlainStart(byte[] bytes, int from, int end) {
    int text = from + VERSION.length;
    return end - from >= VERSION.length + 2 * LINE_END.length()
        && startsWith(bytes, from, VERSION)
        && bytes[text] == '\r'
        && bytes[text + 1] == '\n';
  }

  /** Where the next line starts, or -1 where this is no plain header. */
  private static int plainLineEnd(byte[] bytes, int line, int end) {
    int colon = line;
    while (colon < end && bytes[colon] != ':' && isPrintable(bytes[colon]) && bytes[colon] != ' ') {
      colon++;
    }
    boolean reserved = colon - line == MARK.length && startsWith(bytes, line, MARK);
    if (colon == line || colon == end || bytes[colon] != ':' || reserved) {
      return -1;
    }
    int at = colon + 1;
    while (at < end && (isPrintable(bytes[at]) || bytes[at] == '\t')) {
      at++;
    }
    boolean ended = at + 1 < end && bytes[at] == '\r' && bytes[at + 1] == '\n';
    return ended ? at + LINE_END.length() : -1;
  }

  private static boolean isPrintable(byte b) {
    return b >= ' ' && b < DELETE;
  }

  private static boolean startsWith(byte[] bytes, int from, byte[] start) {
    return from + start.length <= bytes.length
        && Arrays.equals(bytes, from, from + start.length, start, 0, start.length);
  }
}
