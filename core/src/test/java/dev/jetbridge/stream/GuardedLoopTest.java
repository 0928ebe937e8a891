package dev.jetbridge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A guarded loop hears of what is thrown by")
class GuardedLoopTest {
  private final Queue<Runnable> given = new ArrayDeque<>();
  private final List<Throwable> heard = new ArrayList<>();
  private final GuardedLoop loop = new GuardedLoop(new Given(), heard::add);
  private final RuntimeException planted = new IllegalStateException("planted");

  @Test
  @DisplayName("a task")
  void task() {
    loop.execute(this::fail);
    assertThat(heard).isEmpty();
    runAll();
    assertThat(heard).containsExactly(planted);
  }

  @Test
  @DisplayName("a timer")
  void timer() {
    var unused = loop.after(Duration.ofSeconds(1), this::fail);
    runAll();
    assertThat(heard).containsExactly(planted);
  }

  @Test
  @DisplayName("whoever waited for a stage, well ended or not")
  void stage() {
    CompletableFuture<String> good = new CompletableFuture<>();
    CompletableFuture<String> bad = new CompletableFuture<>();
    loop.then(good, value -> fail(), failure -> {});
    loop.then(bad, value -> {}, failure -> fail());
    good.complete("");
    bad.completeExceptionally(
        new StreamFailure.Failed(new StreamFailure(StreamFailure.Kind.UNAVAILABLE, "away")));
    runAll();
    assertThat(heard).containsExactly(planted, planted);
  }

  private void fail() {
    throw planted;
  }

  private void runAll() {
    while (!given.isEmpty()) {
      given.remove().run();
    }
  }

  /** Runs nothing by itself. */
  private final class Given implements Loop {
    @Override
    public void execute(Runnable task) {
      given.add(task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
      given.add(task);
      return () -> given.remove(task);
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public long nanos() {
      return 0;
    }
  }
}
