package dev.jetbridge.snapshot.checkpoint;

import java.io.IOException;
import java.io.InputStream;

/** A place that cannot be read. */
final class FailingStream extends InputStream {
  static final String MESSAGE = "cut off";

  @Override
  public int read() throws IOException {
    throw new IOException(MESSAGE);
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    throw new IOException(MESSAGE);
  }
}
