package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.stream.Delivery;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamShape;
import dev.jetbridge.stream.StreamShape.Retention;
import dev.jetbridge.stream.StreamState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What waits for a listener")
class MailboxTest {
  private static final StreamFailure GONE = new StreamFailure(Kind.CONSUMER_LOST, "gone");
  private static final StreamState STATE =
      new StreamState(
          "S",
          new Epoch("e"),
          0,
          0,
          0,
          null,
          new StreamShape(Retention.LIMITS, Duration.ZERO, 1, false, false, List.of()));

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private final Mailbox mailbox = new Mailbox(new Listening(), tasks::add);

  @Test
  @DisplayName("is told in order, in one task however much it is")
  void oneTask() {
    mailbox.opened(5, STATE);
    mailbox.add(scanned(1));
    mailbox.add(scanned(2));
    mailbox.failed(GONE);
    assertThat(tasks).hasSize(1);

    run();

    assertThat(told).containsExactly("opened 5", "1 2", "failed");
    assertThat(tasks).isEmpty();
  }

  @Test
  @DisplayName("waits for what is certain to follow")
  void gathered() {
    mailbox.addToGathered(scanned(1));
    mailbox.addToGathered(scanned(2));
    assertThat(tasks).isEmpty();

    mailbox.add(scanned(3));
    run();

    assertThat(told).containsExactly("1 2 3");
  }

  @Test
  @DisplayName("waits for no more than a bounded number")
  void gatheredEnough() {
    for (int n = 1; n < Mailbox.GATHERED; n++) {
      mailbox.addToGathered(scanned(n));
    }
    assertThat(tasks).isEmpty();

    mailbox.addToGathered(scanned(Mailbox.GATHERED));

    assertThat(tasks).hasSize(1);
  }

  @Test
  @DisplayName("is told where what was to follow does not come")
  void hurried() {
    mailbox.hurry();
    assertThat(tasks).isEmpty();

    mailbox.addToGathered(scanned(1));
    mailbox.hurry();
    mailbox.hurry();
    assertThat(tasks).hasSize(1);
    run();

    assertThat(told).containsExactly("1");
    assertThat(tasks).isEmpty();
  }

  @Test
  @DisplayName("goes on gathering while it is told")
  void gatheredMeanwhile() {
    Mailbox[] self = new Mailbox[1];
    self[0] =
        new Mailbox(
            new Listening() {
              @Override
              public void delivered(List<Delivery> deliveries) {
                super.delivered(deliveries);
                if (told.size() == 1) {
                  self[0].addToGathered(scanned(2));
                }
              }
            },
            tasks::add);
    self[0].add(scanned(1));
    run();
    assertThat(tasks).isEmpty();

    self[0].add(scanned(3));
    run();

    assertThat(told).containsExactly("1", "2 3");
  }

  @Test
  @DisplayName("has another task where more comes while it is told")
  void meanwhile() {
    Mailbox[] self = new Mailbox[1];
    self[0] =
        new Mailbox(
            new Listening() {
              @Override
              public void opened(long effective, StreamState after) {
                super.opened(effective, after);
                self[0].add(scanned(1));
                assertThat(tasks).isEmpty();
              }
            },
            tasks::add);
    self[0].opened(0, STATE);
    run();
    assertThat(tasks).hasSize(1);
    run();

    assertThat(told).containsExactly("opened 0", "1");
  }

  @Test
  @DisplayName("is told no more once closed")
  void closed() {
    mailbox.opened(5, STATE);
    mailbox.add(scanned(1));
    mailbox.close();
    run();
    mailbox.add(scanned(2));
    mailbox.failed(GONE);
    mailbox.opened(5, STATE);

    assertThat(told).isEmpty();
    assertThat(tasks).isEmpty();
  }

  @Test
  @DisplayName("is told no more once failed")
  void failed() {
    mailbox.failed(GONE);
    run();
    mailbox.add(scanned(1));
    mailbox.failed(GONE);

    assertThat(told).containsExactly("failed");
    assertThat(tasks).isEmpty();
  }

  @Test
  @DisplayName("goes on after a listener that throws, whose exception is the executor's")
  void throwing() {
    Mailbox other =
        new Mailbox(
            new Listening() {
              @Override
              public void opened(long effective, StreamState after) {
                throw new IllegalStateException("listener");
              }
            },
            tasks::add);
    other.opened(0, STATE);
    assertThatThrownBy(this::run).hasMessage("listener");
    other.add(scanned(1));
    run();

    assertThat(told).containsExactly("1");
  }

  @Test
  @DisplayName("is dropped where the executor takes no task")
  void rejected() {
    Mailbox other =
        new Mailbox(
            new Listening(),
            task -> {
              throw new RejectedExecutionException("shut down");
            });
    other.add(scanned(1));
    other.add(scanned(2));

    assertThat(told).isEmpty();
  }

  @Test
  @DisplayName("is told one call at a time, all of it, whoever fills it")
  void concurrent() throws InterruptedException {
    AtomicInteger inCall = new AtomicInteger();
    AtomicBoolean overlapping = new AtomicBoolean();
    AtomicInteger count = new AtomicInteger();
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      Mailbox shared =
          new Mailbox(
              new Listening() {
                @Override
                public void delivered(List<Delivery> deliveries) {
                  overlapping.compareAndSet(false, inCall.incrementAndGet() != 1);
                  count.addAndGet(deliveries.size());
                  inCall.decrementAndGet();
                }
              },
              executor);
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        writers.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int n = 0; n < 50_000; n++) {
                    shared.add(scanned(n));
                  }
                }));
      }
      for (Thread writer : writers) {
        writer.join();
      }
      await("all of it").atMost(TestSources.LIMIT).until(() -> count.get() == 200_000);
    }
    assertThat(overlapping).isFalse();
  }

  private void run() {
    tasks.remove().run();
  }

  private static Delivery scanned(long position) {
    return new Delivery.Scanned(position, 0);
  }

  private class Listening implements Replay.Listener {
    @Override
    public void opened(long effective, StreamState after) {
      told.add("opened " + effective);
    }

    @Override
    public void delivered(List<Delivery> deliveries) {
      told.add(
          String.join(
              " ",
              deliveries.stream()
                  .map(delivery -> Long.toString(((Delivery.Scanned) delivery).position()))
                  .toList()));
    }

    @Override
    public void failed(StreamFailure failure) {
      told.add("failed");
    }
  }
}
