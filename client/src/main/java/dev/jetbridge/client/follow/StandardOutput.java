package dev.jetbridge.client.follow;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.SyncFailedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process's standard output, unbuffered, with its errors told. {@code System.out} keeps them to
 * itself, and a cursor must not get ahead of what could not be written.
 */
final class StandardOutput extends OutputStream {
  private static final Path SELF = Path.of("/dev/fd/1");

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final boolean durable = synced();

  @Override
  public void write(int b) throws IOException {
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  /** Brings a file's contents to the disk; does nothing where the output is no file. */
  void sync() throws IOException {
    if (durable) {
      FileDescriptor.out.sync();
    }
  }

  /**
   * Ends a line that a killed process has left half written in a file that is appended to, so that
   * the event, which comes again, has a line of its own.
   */
  void endTornLine() throws IOException {
    if (!Files.isRegularFile(SELF) || !Files.isReadable(SELF)) {
      return;
    }
    try (RandomAccessFile file = new RandomAccessFile(SELF.toFile(), "r")) {
      if (file.length() > 0) {
        file.seek(file.length() - 1);
        if (file.read() != '\n') {
          out.write('\n');
        }
      }
    }
  }

  private static boolean synced() {
    try {
      FileDescriptor.out.sync();
      return true;
    } catch (SyncFailedException e) {
      // A pipe or a terminal, which have no disk to be brought to.
      return false;
    }
  }
}
