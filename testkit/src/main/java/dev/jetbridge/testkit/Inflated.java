package dev.jetbridge.testkit;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A compressed WebSocket message, read by an inflater that knows of no other (RFC 7692 §7.2.2). */
public final class Inflated {
  private static final byte[] END = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private Inflated() {}

  /** What the payload of a message, put together from its frames, was before it was compressed. */
  public static byte[] message(byte[] payload) {
    Inflater inflater = new Inflater(true);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    byte[] room = new byte[8192];
    try {
      for (byte[] part : new byte[][] {payload, END}) {
        inflater.setInput(part);
        for (int got = inflater.inflate(room); got > 0; got = inflater.inflate(room)) {
          message.write(room, 0, got);
        }
      }
    } catch (DataFormatException e) {
      throw new AssertionError("expected a message compressed by itself; got another", e);
    } finally {
      inflater.end();
    }
    return message.toByteArray();
  }
}
