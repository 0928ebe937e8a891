package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.testkit.NatsServerExtension;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.Dispatcher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
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
    stream.publishMany(
        MESSAGES, n -> "events.a", n -> Integer.toString(n).getBytes(StandardCharsets.US_ASCII));
    List<CountingReader> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      readers.add(new CountingReader(source, executor, MESSAGES));
    }
    Set<String> threads =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("test-" + stream.name()))
            .collect(Collectors.toSet());

    readers.forEach(CountingReader::awaitEnd);

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
    AtomicInteger asked = new AtomicInteger();
    Dispatcher listening =
        NATS.server().connect().createDispatcher(message -> asked.incrementAndGet());
    Dispatcher unused = listening.subscribe("$JS.API.STREAM.INFO." + stream.name());
    await("it listens").atMost(TestSources.LIMIT).until(() -> countsOwnRequest(asked));
    int before = asked.get();
    List<CompletionStage<StreamState>> states = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      states.add(source.state());
    }
    states.forEach(TestSources::value);

    assertThat(asked.get() - before).isBetween(1, 1_000);
  }

  private boolean countsOwnRequest(AtomicInteger asked) {
    return TestSources.state(source).lastSequence() >= 0 && asked.get() > 0;
  }
}
