package dev.jetbridge.loadtest.adapter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes the NATS client protocol apart
 * (https://docs.nats.io/reference/reference-protocols/nats-protocol). One connection, one thread.
 */
final class NatsProtocol {
  private static final int LINE_LIMIT = 1 << 20;

  private byte[] rest = {};

  /** What comes from the server. Arrays are valid during the call only. */
  interface Sink {
    void message(Delivered message);

    /** {@code INFO}, {@code PING}, {@code PONG}, {@code +OK} or {@code -ERR}, and what follows. */
    void line(String line);

    void malformed(String found);
  }

  /**
   * A message.
   *
   * @param reply empty where it has none
   * @param header its header block, empty where it has none
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and valid during a call only
  record Delivered(
      String subject, String reply, String header, byte[] bytes, int offset, int length) {}

  /** Takes the next bytes, and hands over what they complete. */
  void decode(byte[] bytes, int offset, int length, Sink sink) {
    byte[] all = bytes;
    int at = offset;
    int end = offset + length;
    if (rest.length > 0) {
      all = Arrays.copyOf(rest, rest.length + length);
      System.arraycopy(bytes, offset, all, rest.length, length);
      at = 0;
      end = all.length;
    }
    while (at < end) {
      int next = one(all, at, end, sink);
      if (next < 0) {
        break;
      }
      at = next;
    }
    rest = Arrays.copyOfRange(all, at, end);
  }

  /** Where the next protocol line begins, or -1 where this one is not there whole. */
  private static int one(byte[] bytes, int from, int end, Sink sink) {
    int eol = from;
    while (eol < end && bytes[eol] != '\n') {
      eol++;
    }
    if (eol == end) {
      if (end - from > LINE_LIMIT) {
        sink.malformed("a NATS protocol line above 1 MiB");
        return end;
      }
      return -1;
    }
    String line = new String(bytes, from, eol - from, StandardCharsets.UTF_8).strip();
    boolean headers = line.startsWith("HMSG ");
    if (!headers && !line.startsWith("MSG ")) {
      sink.line(line);
      return eol + 1;
    }
    String[] parts = line.split(" +", -1);
    int sizes = headers ? 2 : 1;
    int total = Integer.parseInt(parts[parts.length - 1]);
    int head = headers ? Integer.parseInt(parts[parts.length - 2]) : 0;
    int body = eol + 1;
    if (end - body < total + 2) {
      return -1;
    }
    String reply = parts.length == 3 + sizes + 1 ? parts[3] : "";
    sink.message(
        new Delivered(
            parts[1],
            reply,
            new String(bytes, body, head, StandardCharsets.UTF_8),
            bytes,
            body + head,
            total - head));
    return body + total + 2;
  }
}
