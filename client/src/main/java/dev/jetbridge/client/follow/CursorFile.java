package dev.jetbridge.client.follow;

import dev.jetbridge.client.FeedCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that remembers where a follower stands. Replaced as a whole: a temporary file is written
 * beside it, brought to the disk, and takes its name, so that at any moment, a loss of power
 * included, the file holds one whole cursor, the newest or the one before.
 *
 * <p>One follower at a time: a lock on {@code <file>.lock}, which stays behind and means nothing
 * then, is held until this is closed.
 */
final class CursorFile implements AutoCloseable {
  private static final int MAX_BYTES = 1 << 20;

  private final Path path;
  private final Path temporary;
  private final String server;
  private final FileChannel lockFile;

  private CursorFile(Path path, String server, FileChannel lockFile) {
    this.path = path;
    this.temporary = path.resolveSibling(path.getFileName() + ".tmp");
    this.server = server;
    this.lockFile = lockFile;
  }

  /**
   * Takes the file for this process.
   *
   * @param server noted in the file for people to read
   * @throws FollowFault where another follower has it, it is a directory, or its own directory
   *     cannot be written
   */
  static CursorFile open(Path given, String server) throws FollowFault {
    Path path = given.toAbsolutePath();
    if (Files.isDirectory(path)) {
      throw new FollowFault(
          ExitCode.LOCAL, "cursor file " + path + " is a directory, expected a file");
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              path.resolveSibling(path.getFileName() + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (locked(channel)) {
        return new CursorFile(path, server, channel);
      }
      channel.close();
    } catch (IOException e) {
      close(channel);
      throw new FollowFault(
          ExitCode.LOCAL, "cursor file " + path + " cannot be kept: " + FileTrouble.reason(e), e);
    }
    throw new FollowFault(
        ExitCode.LOCAL,
        "cursor file " + path + " is in use by another follower; give each its own");
  }

  /**
   * What the file holds, empty where there is none yet.
   *
   * @throws FollowFault where it holds no cursor or cannot be read; the file is left as it is
   */
  Optional<FeedCursor> read() throws FollowFault {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new FollowFault(ExitCode.BAD_DATA, broken("more than " + MAX_BYTES + " bytes found"));
      }
      return Optional.of(CursorText.read(Files.readString(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (CharacterCodingException e) {
      throw new FollowFault(ExitCode.BAD_DATA, broken("text found that is not UTF-8"), e);
    } catch (IllegalArgumentException e) {
      throw new FollowFault(ExitCode.BAD_DATA, broken(String.valueOf(e.getMessage())), e);
    } catch (IOException e) {
      throw new FollowFault(
          ExitCode.LOCAL, "cursor file " + path + " cannot be read: " + FileTrouble.reason(e), e);
    }
  }

  /** Replaces what the file holds. One thread at a time. */
  void write(FeedCursor cursor) throws IOException {
    ByteBuffer text =
        ByteBuffer.wrap(CursorText.render(cursor, server).getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (text.hasRemaining()) {
        int unused = channel.write(text);
      }
      // Before the name, or a loss of power could leave the name on an empty file. The name itself
      // may be lost: the older cursor then repeats events and loses none.
      channel.force(true);
    }
    Path unused =
        Files.move(
            temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    close(lockFile);
  }

  private String broken(String what) {
    return "cursor file "
        + path
        + " is broken: "
        + what
        + "; it was left as it is. Remove it and say with --since where to begin";
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The lock ends with the process at the latest, and nothing was written through it.
    }
  }
}
