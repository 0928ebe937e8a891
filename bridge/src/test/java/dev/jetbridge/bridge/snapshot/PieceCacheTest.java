package dev.jetbridge.bridge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A cache of pieces")
class PieceCacheTest {
  private final Queue<Runnable> making = new ArrayDeque<>();
  private final PieceCache cache = new PieceCache(100, making::add);
  private final Object body = new Object();

  private CompletableFuture<Piece> ask(Object of, int index, int bytes) {
    return cache.get(of, index, () -> new Piece(new byte[bytes], false));
  }

  private void make() {
    while (!making.isEmpty()) {
      making.remove().run();
    }
  }

  @Test
  @DisplayName("has one made for all who ask while it is being made, and after")
  void once() {
    CompletableFuture<Piece> first = ask(body, 0, 10);
    CompletableFuture<Piece> second = ask(body, 0, 10);
    assertThat(first).isNotDone();
    make();
    assertThat(first.join()).isSameAs(second.join()).isSameAs(ask(body, 0, 10).join());
    assertThat(cache.made()).isEqualTo(1);
    assertThat(ask(new Object(), 0, 10)).isNotDone();
  }

  @Test
  @DisplayName("lets go of what was asked for longest ago, and makes it again")
  void bounded() {
    for (int index = 0; index < 3; index++) {
      CompletableFuture<Piece> unused = ask(body, index, 40);
      make();
    }
    assertThat(cache.bytes()).isEqualTo(80);
    assertThat(ask(body, 2, 40)).isDone();
    assertThat(ask(body, 0, 40)).isNotDone();
    make();
    assertThat(cache.made()).isEqualTo(4);
  }

  @Test
  @DisplayName("is not spoilt by one reader who takes his question back, nor by a failure")
  void failures() {
    CompletableFuture<Piece> impatient = ask(body, 0, 10);
    CompletableFuture<Piece> patient = ask(body, 0, 10);
    assertThat(impatient.cancel(false)).isTrue();
    make();
    assertThat(patient).isCompleted();

    CompletableFuture<Piece> failing =
        cache.get(
            body,
            1,
            () -> {
              throw new IllegalStateException("planned");
            });
    make();
    assertThatThrownBy(failing::join).hasStackTraceContaining("planned");
    CompletableFuture<Piece> again = ask(body, 1, 10);
    make();
    assertThat(again).isCompleted();
  }

  @Test
  @DisplayName("forgets a body with all of its pieces, those being made included")
  void drops() {
    CompletableFuture<Piece> made = ask(body, 0, 10);
    make();
    CompletableFuture<Piece> late = ask(body, 1, 10);
    cache.drop(body);
    assertThat(cache.bytes()).isZero();
    make();
    assertThat(late).isCompleted();
    assertThat(cache.bytes()).isZero();
    assertThat(made).isCompleted();
  }
}
