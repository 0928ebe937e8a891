package dev.jetbridge.bridge.reload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at files again and again, by content: a mounted secret changes by a link that is swapped,
 * where modification times and file events say little.
 *
 * <p>A change is told once, when two looks in a row found the same: a file that is just being
 * written would otherwise pass for a shorter one. While a file cannot be read the last content
 * stands; that is logged once.
 */
public final class FileWatch implements AutoCloseable {
  /** The largest file that is read. */
  public static final int MAX_BYTES = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
  private static final int LOOKS_PER_INTERVAL = 2;

  private final List<Path> files;
  private final Consumer<List<byte[]>> changed;
  private final ScheduledFuture<?> looks;
  private List<byte[]> told;
  private List<byte[]> seen;
  private boolean unreadable;

  /**
   * Begins to look.
   *
   * @param files looked at together: a change of one tells the content of all
   * @param told what is in use now
   * @param interval within which a change is told
   * @param executor where the files are read and {@code changed} is called
   * @param changed gets the contents in the order of {@code files}; what it throws is logged
   */
  public FileWatch(
      List<Path> files,
      List<byte[]> told,
      Duration interval,
      ScheduledExecutorService executor,
      Consumer<List<byte[]>> changed) {
    this.files = List.copyOf(files);
    this.told = told;
    this.seen = told;
    this.changed = changed;
    long nanos = Math.max(1, interval.toNanos() / LOOKS_PER_INTERVAL);
    this.looks = executor.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Reads a file whole.
   *
   * @throws IOException where it cannot be read or is above {@value #MAX_BYTES} bytes
   */
  public static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new IOException(
            file + " is larger than " + MAX_BYTES + " bytes, expected at most that");
      }
      return content;
    }
  }

  // Runs on the executor alone, one look at a time.
  private void look() {
    try {
      @Nullable List<byte[]> found = readAll();
      if (found == null) {
        return;
      }
      boolean settled = same(found, seen);
      seen = found;
      if (settled && !same(found, told)) {
        told = found;
        changed.accept(found);
      }
    } catch (RuntimeException e) {
      // An exception would end the schedule, and with it every later reload.
      LOG.error("Reload of {} failed, what was in use stays", files, e);
    }
  }

  private @Nullable List<byte[]> readAll() {
    List<byte[]> contents = new ArrayList<>(files.size());
    try {
      for (Path file : files) {
        contents.add(read(file));
      }
    } catch (IOException e) {
      if (!unreadable) {
        LOG.warn("Cannot read {}, what was in use stays: {}", files, e.toString());
      }
      unreadable = true;
      return null;
    }
    unreadable = false;
    return contents;
  }

  private static boolean same(List<byte[]> a, List<byte[]> b) {
    for (int i = 0; i < a.size(); i++) {
      if (!Arrays.equals(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    looks.cancel(false);
  }
}
