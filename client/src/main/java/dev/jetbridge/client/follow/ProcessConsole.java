package dev.jetbridge.client.follow;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.SyncFailedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The console of the process. Its output is the bare descriptor, since {@code System.out} keeps
 * errors to itself, and a cursor must not get ahead of what could not be written.
 */
final class ProcessConsole implements Console {
  private static final Path SELF = Path.of("/dev/fd/1");

  private volatile boolean durable;

  @Override
  public OutputStream out() throws IOException {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    if (endsTorn()) {
      out.write('\n');
    }
    durable = isDurable();
    return out;
  }

  @Override
  public void sync() throws IOException {
    if (durable) {
      FileDescriptor.out.sync();
    }
  }

  @Override
  public PrintStream err() {
    return System.err;
  }

  /**
   * Whether the output is a file that is appended to and ends with a line that a killed process has
   * left half written. The event comes again, and is to have a line of its own.
   */
  private static boolean endsTorn() throws IOException {
    if (!Files.isRegularFile(SELF) || !Files.isReadable(SELF)) {
      return false;
    }
    try (RandomAccessFile file = new RandomAccessFile(SELF.toFile(), "r")) {
      if (file.length() == 0) {
        return false;
      }
      file.seek(file.length() - 1);
      return file.read() != '\n';
    }
  }

  private static boolean isDurable() {
    try {
      FileDescriptor.out.sync();
      return true;
    } catch (SyncFailedException e) {
      // A pipe or a terminal, which have no disk to be brought to.
      return false;
    }
  }
}
