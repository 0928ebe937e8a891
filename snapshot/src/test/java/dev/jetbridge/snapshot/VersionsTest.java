package dev.jetbridge.snapshot;

import static dev.jetbridge.snapshot.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("readers of a state")
class VersionsTest {
  private final ArrayDeque<Runnable> writer = new ArrayDeque<>();
  private final Fold fold = Messages.fold(Projection.latestBySubject(Messages.MAX_BYTES));
  private final Versions versions = new Versions(fold, writer::add);

  private void runWriter() {
    while (!writer.isEmpty()) {
      writer.remove().run();
    }
  }

  @Test
  @DisplayName("who ask at once share one request, and one version where nothing moved")
  void share() {
    fold.message(message(1, "a", "{}"));
    CompletableFuture<Version> first = versions.take();
    CompletableFuture<Version> second = versions.take();
    assertThat(writer).hasSize(1);
    assertThat(first.cancel(false)).isTrue();
    runWriter();
    CompletableFuture<Version> third = versions.take();
    runWriter();
    assertThat(second.join()).isSameAs(third.join());
    fold.message(message(2, "a", "{}"));
    CompletableFuture<Version> fourth = versions.take();
    runWriter();
    assertThat(fourth.join().label().position()).isEqualTo(2);
    assertThat(third.join().label().position()).isEqualTo(1);
  }

  @Test
  @DisplayName("wait for a sequence until it was passed, each for his own")
  void waiting() {
    CompletableFuture<Version> five = versions.atLeast(5);
    CompletableFuture<Version> three = versions.atLeast(3);
    CompletableFuture<Version> never = versions.atLeast(4);
    assertThat(never.cancel(false)).isTrue();
    runWriter();
    fold.message(message(3, "a", "{}"));
    versions.moved();
    assertThat(three.join().label().position()).isEqualTo(3);
    assertThat(five).isNotDone();
    fold.passed(7, null);
    versions.moved();
    assertThat(five.join().label().position()).isEqualTo(7);
    assertThat(versions.atLeast(6)).isNotDone();
    runWriter();
  }

  @Test
  @DisplayName("page through one version while the state goes on, each item once")
  void page() {
    for (int i = 1; i <= 1000; i++) {
      fold.message(message(i, "key." + i, "{}"));
    }
    Version version = fold.version();
    Set<String> seen = new HashSet<>();
    int after = Walk.START;
    for (int page = 0; page < 10; page++) {
      Walk walk = version.walk(after);
      for (int i = 0; i < 100; i++) {
        assertThat(walk.hasNext()).isTrue();
        Item item = Objects.requireNonNull(walk.next());
        assertThat(seen.add(item.key())).isTrue();
      }
      after = walk.place();
      fold.message(message(1001 + page, "key.new." + page, "{}"));
    }
    assertThat(version.walk(after).next()).isNull();
    assertThat(seen).hasSize(1000);
    assertThat(version.size()).isEqualTo(1000);
    assertThat(fold.version().size()).isEqualTo(1010);
  }
}
