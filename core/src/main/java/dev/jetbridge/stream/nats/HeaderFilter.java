package dev.jetbridge.stream.nats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Passes on what a nats-server sends, byte for byte, but for header blocks that jnats would stumble
 * over: those are wrapped ({@link HeaderBlock}) and the control line before them is corrected. It
 * follows the protocol (NATS "Client Protocol") no further than it must: where a control line ends,
 * and how many bytes follow a {@code MSG} or {@code HMSG}.
 *
 * <p>Not thread-safe.
 */
final class HeaderFilter {
  private static final byte[] MSG = "MSG ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HMSG = "HMSG ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NONE = {};
  private static final int LINE_END = 2;

  private final Source source;
  private byte[] input;
  private int position;
  private int limit;
  private long verbatim;
  private byte[] corrected = NONE;
  private int correctedPosition;

  /** Where the bytes come from. */
  interface Source {
    /** Reads 1 to {@code length} bytes, waiting for the first; -1 at the end. */
    int read(byte[] into, int offset, int length) throws IOException;
  }

  HeaderFilter(Source source, int capacity) {
    this.source = source;
    this.input = new byte[capacity];
  }

  /** Reads as the source does. */
  int read(byte[] into, int offset, int length) throws IOException {
    int done = 0;
    while (true) {
      done += give(into, offset + done, length - done);
      if (done > 0) {
        return done;
      }
      if (verbatim > 0) {
        // Nothing is left of the input: the rest of a large payload need not go through it.
        int read = source.read(into, offset, (int) Math.min(length, verbatim));
        verbatim -= Math.max(0, read);
        return read;
      }
      if (!fill()) {
        return -1;
      }
    }
  }

  private int give(byte[] into, int offset, int length) {
    int done = 0;
    while (done < length) {
      int part = (int) Math.min(Math.min(length - done, verbatim), limit - position);
      if (correctedPosition < corrected.length) {
        part = Math.min(length - done, corrected.length - correctedPosition);
        System.arraycopy(corrected, correctedPosition, into, offset + done, part);
        correctedPosition += part;
      } else if (part > 0) {
        System.arraycopy(input, position, into, offset + done, part);
        position += part;
        verbatim -= part;
      } else if (verbatim > 0 || !takeLine()) {
        break;
      }
      done += part;
    }
    return done;
  }

  /** Decides on the next control line; false where too little of it is there. */
  private boolean takeLine() {
    int end = position;
    while (end < limit && input[end] != '\n') {
      end++;
    }
    if (end == limit) {
      return false;
    }
    int next = end + 1;
    int line = next - position;
    if (startsWith(MSG)) {
      verbatim = line + number(tokenStart(next - LINE_END), next) + LINE_END;
      return true;
    }
    if (!startsWith(HMSG)) {
      verbatim = line;
      return true;
    }
    int totalToken = tokenStart(next - LINE_END);
    int headerToken = tokenStart(totalToken - 1);
    long total = number(totalToken, next);
    int headers = (int) number(headerToken, totalToken);
    if (headers > limit - next) {
      return false;
    }
    if (isSound(next, headers, headerToken)) {
      verbatim = line + total + LINE_END;
    } else {
      correct(headerToken, next, headers, total);
    }
    return true;
  }

  // A message of a stream, which names its consumer in the reply subject, has no status of its own.
  private boolean isSound(int from, int length, int headerToken) {
    return HeaderBlock.isPlain(input, from, length)
        || (!isOfStream(headerToken) && HeaderBlock.isPlainStatus(input, from, length));
  }

  private boolean isOfStream(int headerToken) {
    int reply = tokenStart(headerToken - 1);
    byte[] prefix = AckSubject.PREFIX_BYTES;
    return reply + prefix.length <= limit
        && Arrays.equals(input, reply, reply + prefix.length, prefix, 0, prefix.length);
  }

  private void correct(int headerToken, int from, int length, long total) {
    byte[] wrapped = HeaderBlock.wrap(input, from, length);
    byte[] lengths =
        "%d %d\r\n"
            .formatted(wrapped.length, total - length + wrapped.length)
            .getBytes(StandardCharsets.US_ASCII);
    int head = headerToken - position;
    corrected = Arrays.copyOfRange(input, position, headerToken + lengths.length + wrapped.length);
    System.arraycopy(lengths, 0, corrected, head, lengths.length);
    System.arraycopy(wrapped, 0, corrected, head + lengths.length, wrapped.length);
    correctedPosition = 0;
    position = from + length;
    verbatim = total - length + LINE_END;
  }

  /** Where the token starts that ends before {@code end}. */
  private int tokenStart(int end) {
    int at = end;
    while (at > position && input[at - 1] != ' ') {
      at--;
    }
    return at;
  }

  private long number(int from, int next) {
    long value = 0;
    for (int i = from; i < next && input[i] >= '0' && input[i] <= '9'; i++) {
      value = value * 10 + (input[i] - '0');
    }
    return value;
  }

  private boolean startsWith(byte[] start) {
    return limit - position >= start.length
        && Arrays.equals(input, position, position + start.length, start, 0, start.length);
  }

  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(input, position, input, 0, limit - position);
      limit -= position;
      position = 0;
    }
    if (limit == input.length) {
      input = Arrays.copyOf(input, 2 * input.length);
    }
    int read = source.read(input, limit, input.length - limit);
    limit += Math.max(0, read);
    return read >= 0;
  }
}
