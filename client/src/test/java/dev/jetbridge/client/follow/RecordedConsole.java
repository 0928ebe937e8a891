package dev.jetbridge.client.follow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A console that remembers, and whose output may break after so many bytes. */
final class RecordedConsole implements Console {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final int capacity;
  private final String fault;

  RecordedConsole() {
    this(Integer.MAX_VALUE, "");
  }

  RecordedConsole(int capacity, String fault) {
    this.capacity = capacity;
    this.fault = fault;
  }

  @Override
  public OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        int taken = Math.min(length, capacity - out.size());
        out.write(bytes, offset, taken);
        if (taken < length) {
          throw new IOException(fault);
        }
      }
    };
  }

  @Override
  public void sync() {}

  @Override
  public PrintStream err() {
    return new PrintStream(err, true, StandardCharsets.UTF_8);
  }

  String written() {
    return out.toString(StandardCharsets.UTF_8);
  }

  List<String> lines() {
    return written().lines().toList();
  }

  String told() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
