package dev.jetbridge.loadtest.adapter;

/**
 * Finds the members of a feed's JSON message without an object for any of them. What it points at
 * is valid until the next scan. One thread.
 *
 * <p>It checks only what it has to walk through: that an event's bytes are right is what its
 * fingerprint shows.
 */
final class MessageScanner {
  private static final int MISSING = -1;

  private byte[] bytes = {};
  private int end;
  private long seq;
  private int type;
  private int event;
  private int eventLength;
  private int time;
  private int timeLength;

  /** Whether these bytes are one JSON object. */
  boolean scan(byte[] message, int offset, int length) {
    bytes = message;
    end = offset + length;
    seq = MISSING;
    type = MISSING;
    event = MISSING;
    timeLength = 0;
    int at = space(offset);
    if (at >= end || bytes[at] != '{') {
      return false;
    }
    at = space(at + 1);
    if (at < end && bytes[at] == '}') {
      return space(at + 1) == end;
    }
    while (at >= 0 && at < end && bytes[at] == '"') {
      int key = at + 1;
      int keyEnd = string(at) - 1;
      at = space(keyEnd + 1);
      if (keyEnd < key || at >= end || bytes[at] != ':') {
        return false;
      }
      int value = space(at + 1);
      at = value(value);
      if (at < 0) {
        return false;
      }
      note(key, keyEnd - key, value, at - value);
      at = space(at);
      if (at < end && bytes[at] == '}') {
        return space(at + 1) == end;
      }
      if (at >= end || bytes[at] != ',') {
        return false;
      }
      at = space(at + 1);
    }
    return false;
  }

  /** Whether it has a {@code type}: it is a control message or a problem, and no event. */
  boolean hasType() {
    return type != MISSING;
  }

  /** Whether it has a numeric {@code seq} and an {@code event}. */
  boolean isEvent() {
    return seq > 0 && event != MISSING;
  }

  long seq() {
    return seq;
  }

  int eventOffset() {
    return event;
  }

  int eventLength() {
    return eventLength;
  }

  int timeOffset() {
    return time;
  }

  /** 0 where it has no {@code time}. */
  int timeLength() {
    return timeLength;
  }

  private void note(int key, int keyLength, int value, int length) {
    if (is(key, keyLength, "seq")) {
      seq = number(value, length);
    } else if (is(key, keyLength, "event")) {
      event = value;
      eventLength = length;
    } else if (is(key, keyLength, "type")) {
      type = value;
    } else if (is(key, keyLength, "time") && bytes[value] == '"') {
      time = value + 1;
      timeLength = length - 2;
    }
  }

  private boolean is(int at, int length, String name) {
    if (length != name.length()) {
      return false;
    }
    for (int index = 0; index < length; index++) {
      if (bytes[at + index] != name.charAt(index)) {
        return false;
      }
    }
    return true;
  }

  private long number(int at, int length) {
    long number = 0;
    for (int index = at; index < at + length; index++) {
      int digit = bytes[index] - '0';
      if (digit < 0 || digit > 9 || number > Long.MAX_VALUE / 16) {
        return MISSING;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private int space(int from) {
    int at = from;
    while (at < end
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
      at++;
    }
    return at;
  }

  /** The end of the value that begins here, or -1 where it has none. */
  private int value(int at) {
    if (at >= end) {
      return MISSING;
    }
    byte first = bytes[at];
    if (first == '"') {
      return string(at);
    }
    return first == '{' || first == '[' ? nested(at) : scalar(at);
  }

  private int scalar(int from) {
    int at = from;
    while (at < end && bytes[at] != ',' && bytes[at] != '}' && bytes[at] > ' ') {
      at++;
    }
    return at == from ? MISSING : at;
  }

  private int nested(int from) {
    int depth = 0;
    for (int at = from; at < end; at++) {
      byte now = bytes[at];
      if (now == '"') {
        at = string(at) - 1;
        if (at < 0) {
          return MISSING;
        }
      } else if (now == '{' || now == '[') {
        depth++;
      } else if ((now == '}' || now == ']') && --depth == 0) {
        return at + 1;
      }
    }
    return MISSING;
  }

  /** The end of the string that begins here; 0 or less where it has none. */
  private int string(int from) {
    for (int at = from + 1; at < end; at++) {
      byte now = bytes[at];
      if (now == '"') {
        return at + 1;
      }
      if (now == '\\') {
        at++;
      }
    }
    return MISSING;
  }
}
