package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.stream.Delivery;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.testkit.NatsServerExtension;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Many replays on one connection")
class ManyReplaysIT {
  @RegisterExtension static final NatsServerExtension NATS = new NatsServerExtension();

  private static final int READERS = 50;
  private static final int MESSAGES = 20_000;

  private TestStream stream;
  private JetStreamSource source;
  private ExecutorService executor;

  @BeforeEach
  void open() {
    stream = Streams.create(NATS.server().connect(), Streams.memory("events.>"));
    source = TestSources.connect(NATS.server(), stream.name());
    executor = Executors.newFixedThreadPool(2);
  }

  @AfterEach
  void close() {
    source.close();
    executor.shutdownNow();
    stream.delete();
  }

  @Test
  @DisplayName("each get every message once, in order, with a handful of threads")
  void each() {
    stream.publishMany(MESSAGES, n -> "events.a", n -> Integer.toString(n).getBytes());
    List<CountingReader> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      CountingReader reader = new CountingReader(source, executor, MESSAGES);
      readers.add(reader);
    }
    Set<String> threads =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("test-" + stream.name()))
            .collect(Collectors.toSet());

    readers.forEach(CountingReader::awaitAll);

    assertThat(readers).allSatisfy(reader -> assertThat(reader.fault()).isEmpty());
    assertThat(threads).hasSizeBetween(4, 6);
    readers.forEach(CountingReader::close);
    await("no consumer is left").atMost(TestSources.LIMIT).until(() -> stream.consumers() == 0);
  }

  @Test
  @DisplayName("open a bounded number at a time; hundreds at once all get their turn")
  void storm() {
    stream.publishMany(10, "events.a");
    List<TestReader> readers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      readers.add(TestReader.reading(source, 0, 16, 1 << 16, executor));
    }
    readers.forEach(reader -> reader.awaitMessages(10));
    assertThat(stream.consumers()).isEqualTo(500);

    readers.forEach(TestReader::close);
    await("no consumer is left").atMost(TestSources.LIMIT).until(() -> stream.consumers() == 0);
  }

  @Test
  @DisplayName("are refused beyond the stream's limit of consumers, and only those")
  void limit() {
    TestStream small =
        Streams.create(NATS.server().connect(), Streams.memory("small.>").maxConsumers(3));
    small.publishMany(5, "small.a");
    List<TestReader> readers = new ArrayList<>();
    try (JetStreamSource other = TestSources.connect(NATS.server(), small.name())) {
      for (int i = 0; i < 3; i++) {
        readers.add(TestReader.reading(other, 0).awaitMessages(5));
      }
      try (TestReader refused = TestReader.reading(other, 0)) {
        assertThat(refused.awaitFailure().kind()).isEqualTo(Kind.CONSUMER_LIMIT);
        assertThat(refused.awaitFailure().detail()).contains("10026");
      }
      readers.removeFirst().close();
      await("a place is free").atMost(TestSources.LIMIT).until(() -> small.consumers() == 2);
      TestReader.reading(other, 0).awaitMessages(5).close();
      readers.forEach(TestReader::close);
    } finally {
      small.delete();
    }
  }

  @Test
  @DisplayName("closed at any moment leave no consumer behind")
  void closedAtAnyMoment() {
    stream.publishMany(200, "events.a");
    List<TestReader> readers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      TestReader reader = TestReader.reading(source, i % 200, 16, 1 << 16, executor);
      switch (i % 3) {
        case 0 -> reader.close();
        case 1 -> reader.awaitEnd().close();
        default -> readers.add(reader);
      }
    }
    readers.forEach(TestReader::close);

    await("no consumer is left").atMost(TestSources.LIMIT).until(() -> stream.consumers() == 0);
  }

  @Test
  @DisplayName("end with the source, their consumers deleted")
  void sourceClosed() {
    stream.publishMany(10, "events.a");
    List<TestReader> readers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      readers.add(TestReader.reading(source, 0, 16, 1 << 16, executor).awaitMessages(10));
    }
    source.close();

    readers.forEach(reader -> assertThat(reader.awaitFailure().kind()).isEqualTo(Kind.UNAVAILABLE));
    assertThat(TestSources.failure(source.state()).kind()).isEqualTo(Kind.UNAVAILABLE);
    await("no consumer is left").atMost(TestSources.LIMIT).until(() -> stream.consumers() == 0);
    await("no thread is left")
        .atMost(TestSources.LIMIT)
        .until(() ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().startsWith("test-" + stream.name())));
  }

  @Test
  @DisplayName("share the requests for the state")
  void sharedProbe() {
    long before = NATS.server().connect().getStatistics().getOutMsgs();
    List<CompletionStage<StreamState>> states = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      states.add(source.state());
    }
    states.forEach(TestSources::value);

    assertThat(before).isNotNegative();
    assertThat(states).allMatch(stage -> stage.toCompletableFuture().isDone());
  }

  private static final class CountingReader implements dev.jetbridge.stream.Replay.Listener {
    private static final int BATCH = 128;
    private final dev.jetbridge.stream.Replay replay;
    private final int expected;
    private final java.util.concurrent.CountDownLatch all =
        new java.util.concurrent.CountDownLatch(1);
    private volatile String fault = "";
    private long next = 1;
    private int outstanding;

    CountingReader(JetStreamSource source, ExecutorService executor, int expected) {
      this.expected = expected;
      java.util.concurrent.CompletableFuture<dev.jetbridge.stream.Replay> made =
          new java.util.concurrent.CompletableFuture<>();
      this.self = made;
      this.replay = source.replay(0, dev.jetbridge.stream.SubjectFilters.ALL, this, executor);
      made.complete(replay);
    }

    private final java.util.concurrent.CompletableFuture<dev.jetbridge.stream.Replay> self;

    @Override
    public void opened(long effective, StreamState after) {
      ask();
    }

    @Override
    public void delivered(List<Delivery> deliveries) {
      for (Delivery delivery : deliveries) {
        switch (delivery) {
          case Delivery.Message message -> {
            if (message.message().sequence() != next || message.consumerSequence() != next) {
              fault = message + " found, expected " + next;
            }
            if (!new String(message.message().payload()).equals(Long.toString(next - 1))) {
              fault = "payload of another";
            }
            next++;
            outstanding--;
          }
          case Delivery.PullEnded end -> outstanding -= end.undelivered();
          case Delivery.Scanned unused -> {}
        }
      }
      if (outstanding < 0) {
        fault = outstanding + " outstanding";
      }
      if (next > expected) {
        all.countDown();
      } else {
        ask();
      }
    }

    @Override
    public void failed(dev.jetbridge.stream.StreamFailure failure) {
      fault = failure.toString();
      all.countDown();
    }

    private void ask() {
      if (outstanding <= BATCH / 2) {
        outstanding += BATCH;
        self.join().pull(BATCH, 1 << 18);
      }
    }

    void awaitAll() {
      try {
        if (!all.await(60, java.util.concurrent.TimeUnit.SECONDS)) {
          fault = "only " + (next - 1) + " of " + expected;
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    String fault() {
      return fault;
    }

    void close() {
      replay.close();
    }
  }
}
