package dev.jetbridge.snapshot.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every place for checkpoints does: extend it with one that is empty for each test. */
public abstract class CheckpointStoreContract {
  /** The same place each time within a test, opened anew as another replica would. */
  protected abstract CheckpointStore open() throws IOException;

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }

  private byte[] held() throws IOException {
    try (InputStream in = open().newest().orElseThrow()) {
      return in.readAllBytes();
    }
  }

  @Test
  @DisplayName("holds nothing at first")
  void empty() throws IOException {
    assertThat(open().newest()).isEmpty();
  }

  @Test
  @DisplayName("gives back what was written last, of any length")
  void newest() throws IOException {
    for (int length : new int[] {3_000_000, 1, 0, 128 * 1024, 700}) {
      open().write(new ByteArrayInputStream(noise(length)));
      assertThat(held()).isEqualTo(noise(length));
    }
  }

  @Test
  @DisplayName("keeps the one before where a write fails half way")
  void failedWrite() throws IOException {
    CheckpointStore store = open();
    store.write(new ByteArrayInputStream("before".getBytes(UTF_8)));
    InputStream failing =
        new SequenceInputStream(new ByteArrayInputStream(noise(500_000)), new FailingStream());
    assertThatThrownBy(() -> store.write(failing)).hasStackTraceContaining(FailingStream.MESSAGE);
    assertThat(held()).isEqualTo("before".getBytes(UTF_8));
  }

  @Test
  @DisplayName("never mixes the one that a reader opened with one that is written meanwhile")
  void readerGoesOn() throws IOException {
    CheckpointStore store = open();
    byte[] before = noise(2_000_000);
    store.write(new ByteArrayInputStream(before));
    try (InputStream reading = store.newest().orElseThrow()) {
      byte[] first = reading.readNBytes(10);
      store.write(new ByteArrayInputStream(noise(5)));
      assertThat(first).isEqualTo(Arrays.copyOf(before, 10));
      assertRestOf(before, reading);
    }
    assertThat(held()).isEqualTo(noise(5));
  }

  /** A place may take the old one away under its reader, who then has to be told. */
  private static void assertRestOf(byte[] before, InputStream reading) {
    byte[] rest;
    try {
      rest = reading.readAllBytes();
    } catch (IOException told) {
      assertThat(told).hasMessageMatching(".+");
      return;
    }
    assertThat(rest).isEqualTo(Arrays.copyOfRange(before, 10, before.length));
  }

  @Test
  @DisplayName("holds nothing after a deletion, and takes a second one")
  void deletes() throws IOException {
    CheckpointStore store = open();
    store.delete();
    store.write(new ByteArrayInputStream(noise(9)));
    store.delete();
    assertThat(open().newest()).isEmpty();
    store.delete();
    store.write(new ByteArrayInputStream(noise(7)));
    assertThat(held()).isEqualTo(noise(7));
  }
}
