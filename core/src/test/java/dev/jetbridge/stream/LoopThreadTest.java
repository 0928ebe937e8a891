package dev.jetbridge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A loop's thread that is closed")
class LoopThreadTest {
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final LoopThread loop = new LoopThread("test-loop", failures::add);

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  @DisplayName(
      "ends what is under way without an interrupt, and runs what was given to run at once")
  void endsInOrder() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    loop.execute(() -> {
      begun.countDown();
      try {
        ran.add(go.await(30, TimeUnit.SECONDS) ? "first" : "first, late");
      } catch (InterruptedException e) {
        ran.add("first, interrupted");
      }
    });
    loop.execute(() -> ran.add("second"));
    assertThat(begun.await(30, TimeUnit.SECONDS)).as("the first has begun").isTrue();
    Thread closing = new Thread(loop::close, "test-close");
    closing.start();
    await("the close to wait")
        .until(() -> closing.getState() == Thread.State.TIMED_WAITING || !closing.isAlive());
    go.countDown();
    closing.join();
    assertThat(ran).containsExactly("first", "second");
    assertThat(failures).isEmpty();
  }

  @Test
  @DisplayName("runs nothing that waits for its time, nor what comes later")
  void dropsTheRest() {
    var unused = loop.after(Duration.ofMillis(50), () -> ran.add("delayed"));
    loop.execute(() -> ran.add("at once"));
    loop.close();
    loop.execute(() -> ran.add("late"));
    assertThat(ran).containsExactly("at once");
  }
}
