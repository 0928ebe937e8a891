package dev.jetbridge.snapshot.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a directory of checkpoints")
class CheckpointDirectoryTest extends CheckpointStoreContract {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  @TempDir Path root;

  @Override
  protected CheckpointStore open() {
    return new CheckpointDirectory(root.resolve("a/b"), "events", InstantSource.fixed(NOW));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("a/b"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  @DisplayName("leaves one file behind, and takes away what a dead writer left")
  void leavesNothing() throws IOException {
    open().write(new ByteArrayInputStream(new byte[3]));
    Path dead = Files.createFile(root.resolve("a/b/events.1.tmp"));
    Path alive = Files.createFile(root.resolve("a/b/events.2.tmp"));
    Path other = Files.createFile(root.resolve("a/b/events-2.1.tmp"));
    FileTime old = FileTime.from(NOW.minus(CheckpointDirectory.ABANDONED));
    Files.setLastModifiedTime(dead, old);
    Files.setLastModifiedTime(alive, FileTime.from(NOW));
    Files.setLastModifiedTime(other, old);
    open().write(new ByteArrayInputStream(new byte[3]));
    assertThat(files()).containsExactly("events-2.1.tmp", "events.2.tmp", "events.checkpoint");
    open().delete();
    assertThat(files()).containsExactly("events-2.1.tmp");
  }

  @Test
  @DisplayName("takes no name that leads out of it")
  void names() {
    assertThatThrownBy(() -> new CheckpointDirectory(root, "../x", InstantSource.system()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 1 to 128");
  }
}
