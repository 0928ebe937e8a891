package dev.jetbridge.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("An inbox")
class InboxTest {
  private static final Arrival SMALL = new Arrival.Frame("x");
  private static final Arrival LARGE = new Arrival.Frame("x".repeat(1000));

  private final VirtualTime time = new VirtualTime();
  private final Inbox inbox = new Inbox(time, 1000);
  private final Resumable connection = new Resumable();
  private final Inbox.Line line = inbox.open();

  @Nested
  @DisplayName("is bounded:")
  class Bounded {
    @Test
    @DisplayName("there is room until its limit is reached")
    void room() {
      assertThat(line.attach(connection)).isTrue();
      assertThat(line.offer(SMALL)).isTrue();
      assertThat(line.offer(LARGE)).isFalse();
    }

    @Test
    @DisplayName("a connection without room is resumed once all has been taken, and only then")
    void resumes() {
      assertThat(line.attach(connection)).isTrue();
      assertThat(line.offer(LARGE)).isFalse();
      assertThat(connection.resumed).isZero();
      assertThat(inbox.poll()).isSameAs(LARGE);
      assertThat(connection.resumed).isEqualTo(1);
      assertThat(inbox.poll()).isNull();
      assertThat(connection.resumed).isEqualTo(1);
    }

    @Test
    @DisplayName("silence is counted from when more was asked for, not while nothing could come")
    void silence() {
      assertThat(line.attach(connection)).isTrue();
      assertThat(line.offer(LARGE)).isFalse();
      time.pass(java.time.Duration.ofMinutes(5));
      assertThat(inbox.poll()).isSameAs(LARGE);
      assertThat(inbox.heard()).isEqualTo(time.nanoTime());
    }
  }

  @Nested
  @DisplayName("belongs to one connection at a time:")
  class OneLine {
    @Test
    @DisplayName("what an earlier one still reports is dropped")
    void stale() {
      assertThat(line.offer(SMALL)).isTrue();
      Inbox.Line next = inbox.open();
      assertThat(line.offer(LARGE)).isFalse();
      assertThat(next.offer(LARGE)).isFalse();
      assertThat(inbox.poll()).isSameAs(LARGE);
      assertThat(inbox.poll()).isNull();
    }

    @Test
    @DisplayName("what comes after an end is dropped")
    void ended() {
      Arrival end = new Arrival.Ended(new Ending.Closed(1000, ""));
      assertThat(line.offer(end)).isTrue();
      assertThat(line.offer(SMALL)).isFalse();
      assertThat(inbox.poll()).isSameAs(end);
      assertThat(inbox.poll()).isNull();
    }

    @Test
    @DisplayName("what arrived and was not yet taken goes with a connection that is hung up")
    void hungUp() {
      assertThat(line.offer(SMALL)).isTrue();
      inbox.hangUp();
      assertThat(inbox.poll()).isNull();
      assertThat(inbox.close()).isNull();
    }
  }

  @Nested
  @DisplayName("that is closed")
  class Closed {
    @Test
    @DisplayName("names the connection to leave, and tells a later one that it is not wanted")
    void closes() {
      assertThat(line.attach(connection)).isTrue();
      assertThat(inbox.close()).isSameAs(connection);
      assertThat(inbox.open().attach(new Resumable())).isFalse();
    }

    @Test
    @DisplayName("lets its reader go on at once")
    void wakes() throws InterruptedException {
      long before = time.nanoTime();
      Connection unused = inbox.close();
      inbox.await(before + 1_000_000);
      assertThat(time.nanoTime()).isEqualTo(before);
    }
  }

  private static final class Resumable implements Connection {
    private int resumed;

    @Override
    public void resume() {
      resumed++;
    }

    @Override
    public CompletableFuture<Void> leave() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void abort() {}
  }
}
