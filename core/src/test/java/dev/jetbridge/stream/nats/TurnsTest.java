package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A bounded number under way")
class TurnsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final StreamFailure GONE = new StreamFailure(Kind.UNAVAILABLE, "gone");

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  @Test
  @DisplayName("begins at once, the others in order as places come free")
  void inOrder() {
    Turns turns = new Turns(2, LONG, timer);
    for (String name : List.of("a", "b", "c", "d")) {
      turns.enter(new Named(name));
    }
    assertThat(seen()).containsExactly("a", "b");
    turns.leave();
    turns.leave();
    assertThat(seen()).containsExactly("a", "b", "c", "d");
  }

  @Test
  @DisplayName("is passed over where it was given up")
  void abandoned() {
    Turns turns = new Turns(1, LONG, timer);
    Named given = new Named("b");
    turns.enter(new Named("a"));
    turns.enter(given);
    turns.enter(new Named("c"));

    assertThat(turns.abandon(given)).isTrue();
    turns.leave();

    assertThat(turns.abandon(given)).isFalse();
    assertThat(seen()).containsExactly("a", "c");
  }

  @Test
  @DisplayName("waits no longer than the bound")
  void expires() {
    Turns turns = new Turns(1, Duration.ofMillis(50), timer);
    turns.enter(new Named("a"));
    turns.enter(new Named("b"));

    await("it is turned away")
        .atMost(TestSources.LIMIT)
        .until(() -> seen().equals(List.of("a", "b UNAVAILABLE")));
    turns.leave();
    turns.enter(new Named("c"));
    assertThat(seen()).containsExactly("a", "b UNAVAILABLE", "c");
  }

  @Test
  @DisplayName("is turned away once it is over")
  void ended() {
    Turns turns = new Turns(1, LONG, timer);
    turns.enter(new Named("a"));
    turns.enter(new Named("b"));
    turns.end(GONE);
    turns.enter(new Named("c"));

    assertThat(seen()).containsExactly("a", "b UNAVAILABLE", "c UNAVAILABLE");
  }

  @Test
  @DisplayName("may end within its beginning, a hundred thousand in a row")
  void atOnce() {
    Turns turns = new Turns(1, LONG, timer);
    turns.enter(new Named("first"));
    int[] begun = {0};
    for (int i = 0; i < 100_000; i++) {
      turns.enter(
          new Turns.Turn() {
            @Override
            public void begin() {
              begun[0]++;
              turns.leave();
            }

            @Override
            public void turnedAway(StreamFailure failure) {}
          });
    }
    turns.leave();

    assertThat(begun[0]).isEqualTo(100_000);
  }

  private synchronized List<String> seen() {
    return List.copyOf(seen);
  }

  private synchronized void see(String what) {
    seen.add(what);
  }

  private final class Named implements Turns.Turn {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public void begin() {
      see(name);
    }

    @Override
    public void turnedAway(StreamFailure failure) {
      see(name + ' ' + failure.kind());
    }
  }
}
