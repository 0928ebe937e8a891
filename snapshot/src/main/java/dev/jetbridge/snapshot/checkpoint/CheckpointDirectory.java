package dev.jetbridge.snapshot.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds a checkpoint as a file of a directory, {@code <name>.checkpoint}. It is written beside it
 * under a name of its own, forced to the disk, renamed over the one before (POSIX rename is
 * atomic), and the directory forced too, without which a crash may bring back the old name.
 */
public final class CheckpointDirectory implements CheckpointStore {
  /** What a writer that crashed left is taken away after this time; no writer takes as long. */
  static final Duration ABANDONED = Duration.ofHours(1);

  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z_-]{1,128}");

  private final Path directory;
  private final String name;
  private final InstantSource clock;

  /**
   * A checkpoint of this name.
   *
   * @param directory made where it is missing
   * @param name 1 to 128 characters of {@code [0-9A-Za-z_-]}
   */
  public CheckpointDirectory(Path directory, String name, InstantSource clock) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "checkpoint name '" + name + "' found, expected 1 to 128 of [0-9A-Za-z_-]");
    }
    this.directory = directory;
    this.name = name;
    this.clock = clock;
  }

  @Override
  public void write(InputStream checkpoint) throws IOException {
    Files.createDirectories(directory);
    removeTemporary(clock.instant().minus(ABANDONED).toEpochMilli());
    Path temporary = Files.createTempFile(directory, name + ".", ".tmp");
    try {
      try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(file)) {
        checkpoint.transferTo(out);
        file.force(true);
      }
      Files.move(temporary, file(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    force();
  }

  @Override
  public Optional<InputStream> newest() throws IOException {
    try {
      return Optional.of(Files.newInputStream(file()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void delete() throws IOException {
    if (Files.isDirectory(directory)) {
      Files.deleteIfExists(file());
      removeTemporary(Long.MAX_VALUE);
      force();
    }
  }

  private Path file() {
    return directory.resolve(name + ".checkpoint");
  }

  private void removeTemporary(long untilMillis) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, name + ".*.tmp")) {
      for (Path file : left) {
        FileTime modified = Files.getLastModifiedTime(file);
        if (modified.toMillis() <= untilMillis) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      // Another replica took it away first.
      return;
    }
  }

  private void force() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
