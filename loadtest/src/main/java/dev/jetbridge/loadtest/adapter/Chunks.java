package dev.jetbridge.loadtest.adapter;

import java.nio.charset.StandardCharsets;

/** The chunked transfer coding (RFC 9112 §7.1) around another decoder, which keeps its own rest. */
final class Chunks implements Decoder {
  private final Decoder body;
  private final FeedSink sink;
  private int left;
  private boolean betweenChunks;

  Chunks(Decoder body, FeedSink sink) {
    this.body = body;
    this.sink = sink;
  }

  @Override
  public int decode(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (left > 0) {
        int part = Math.min(left, to - at);
        int taken = body.decode(bytes, at, at + part);
        at = taken;
        left -= part;
        betweenChunks = left == 0;
        continue;
      }
      int eol = at;
      while (eol < to && bytes[eol] != '\n') {
        eol++;
      }
      if (eol == to) {
        return at;
      }
      String line = new String(bytes, at, eol - at, StandardCharsets.ISO_8859_1).strip();
      at = eol + 1;
      if (betweenChunks) {
        betweenChunks = false;
      } else if (!begin(line)) {
        return to;
      }
    }
    return at;
  }

  private boolean begin(String line) {
    String size = line.split(";", 2)[0].strip();
    if (!size.matches("[0-9A-Fa-f]{1,7}")) {
      sink.broken("chunk size '%s', expected a hexadecimal number".formatted(size));
      return false;
    }
    left = Integer.parseInt(size, 16);
    if (left == 0) {
      sink.closing(1000, "end of the response");
      return false;
    }
    return true;
  }
}
