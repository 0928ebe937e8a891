package dev.jetbridge.client.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.client.FeedCursor;
import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.SubjectFilters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The keeper of a cursor file")
class CursorKeeperTest {
  @TempDir private Path directory;
  private Path place = Path.of("");
  private CursorFile file;

  @BeforeEach
  void open() throws Exception {
    place = directory.resolve("cursor");
    file = CursorFile.open(place, "ws://server");
  }

  @AfterEach
  void close() {
    file.close();
  }

  private static FeedCursor at(long sequence) {
    return new FeedCursor("S", SubjectFilters.of("a.>", "b"), Cursor.of(sequence));
  }

  @Test
  @DisplayName("writes the last cursor that it was told of before it ends, and not each of them")
  void last() throws Exception {
    AtomicInteger writes = new AtomicInteger();
    try (CursorKeeper keeper = new CursorKeeper(file, writes::incrementAndGet, null)) {
      for (int seq = 1; seq <= 10_000; seq++) {
        keeper.reached(at(seq));
      }
      keeper.finish();
    }
    assertThat(file.read()).contains(at(10_000));
    assertThat(writes).hasValueLessThan(1000);
    try (var files = Files.list(directory)) {
      assertThat(files)
          .extracting(path -> path.getFileName().toString())
          .containsExactlyInAnyOrder("cursor", "cursor.lock");
    }
  }

  @Test
  @DisplayName("writes while the run goes on, not only at its end")
  void meanwhile() throws Exception {
    try (CursorKeeper keeper = new CursorKeeper(file, () -> {}, null)) {
      keeper.reached(at(5));
      Awaitility.await("the cursor in its file")
          .untilAsserted(() -> assertThat(file.read()).contains(at(5)));
    }
  }

  @Test
  @DisplayName("brings the output to the disk before the cursor that counts it")
  void order() throws Exception {
    AtomicInteger syncs = new AtomicInteger();
    CursorKeeper.Durability output =
        () -> {
          assertThat(place).doesNotExist();
          syncs.incrementAndGet();
        };
    try (CursorKeeper keeper = new CursorKeeper(file, output, null)) {
      keeper.reached(at(5));
      keeper.finish();
    }
    assertThat(syncs).hasValue(1);
    assertThat(file.read()).contains(at(5));
  }

  @Test
  @DisplayName("writes nothing where nothing has changed")
  void unchanged() throws Exception {
    try (CursorKeeper keeper = new CursorKeeper(file, () -> {}, at(5))) {
      keeper.reached(at(5));
      keeper.reached(null);
      keeper.finish();
    }
    assertThat(file.read()).isEqualTo(Optional.empty());
  }

  @Test
  @DisplayName("that cannot write stops the run")
  void fails() throws Exception {
    CursorKeeper.Durability broken =
        () -> {
          throw new IOException("Input/output error");
        };
    try (CursorKeeper keeper = new CursorKeeper(file, broken, null)) {
      keeper.reached(at(5));
      Awaitility.await("the failure to be told")
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() ->
              assertThatThrownBy(() -> keeper.reached(at(6)))
                  .isInstanceOf(FollowFault.class)
                  .hasMessageContaining("Input/output error"));
      assertThatThrownBy(keeper::finish).isInstanceOf(FollowFault.class);
    }
    assertThat(place).doesNotExist();
  }
}
