package dev.jetbridge.loadtest.worker;

import java.io.IOException;

/**
 * What a worker is told or asked; each begins with its code as one byte, and so does its answer's
 * end.
 */
enum Request {
  /** An event is about to be sent; no answer. */
  SENT('s'),
  /** An event is in the stream; no answer. */
  ACKNOWLEDGED('k'),
  ADMIT('a'),
  CUT('c'),
  MEASURE('m'),
  POLL('p'),
  INCOMPLETE('i'),
  RELEASE('r'),
  FINISH('f');

  private final byte code;

  Request(char code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static Request of(byte code) throws IOException {
    for (Request request : values()) {
      if (request.code == code) {
        return request;
      }
    }
    throw new IOException("request %d from a process of another build".formatted(code));
  }
}
