package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.Gone;
import dev.jetbridge.stream.ProvenReplay.End;
import dev.jetbridge.stream.Resume;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.Witness;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.NatsCluster;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.StoredMessage;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A proved replay before a cluster of three")
class ClusterProofIT {
  private static NatsCluster cluster;

  private ThreadLoop loop;
  private Connection connection;

  @SuppressWarnings("NullAway.Init") // by each test itself
  private TestStream stream;

  @BeforeAll
  static void start() {
    cluster = NatsCluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void open() {
    loop = new ThreadLoop();
    connection = cluster.connect();
  }

  @AfterEach
  void delete() {
    loop.close();
    cluster.awaitReady();
    TestSources.eventually(
        "the streams go",
        () -> {
          Streams.deleteAll(connection);
          return true;
        });
  }

  private void make(StreamConfiguration.Builder settings) {
    stream =
        TestSources.eventually("the stream is made", () -> Streams.create(connection, settings));
  }

  private JetStreamSource sourceAt(NatsServer node) {
    return TestSources.connect(node, stream.name());
  }

  private void publish(int count, String name) {
    stream.publishMany(count, n -> "events.a", n -> (name + n).getBytes(StandardCharsets.US_ASCII));
  }

  @Nested
  @DisplayName("of a stream whose leader steps down, and dies")
  class LeaderGoes {
    @Test
    @Clause("P-5.4")
    @DisplayName("reads on, every event once")
    void exactlyOnce() {
      make(Streams.file("events.>").replicas(3));
      publish(500, "first");
      try (JetStreamSource source = sourceAt(cluster.nodes().getFirst())) {
        CompletableFuture<Void> publishing = CompletableFuture.runAsync(this::publishOn);
        List<ProofReader> readers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          readers.add(
              ProofReader.after(source, loop, TestSources.state(source), 0, ProofReader.ANY));
        }
        for (int i = 1; i <= 3; i++) {
          long mark = 500 + 200L * i;
          readers.forEach(reader -> reader.awaitEnd(mark));
          cluster.stepDown(connection, stream.name());
        }
        NatsServer leader = cluster.streamLeader(connection, stream.name());
        leader.kill();
        publishing.join();
        leader.restart();
        long last = TestSources.eventually("the state", stream::state).getLastSequence();
        readers.forEach(reader -> reader.awaitEnd(last));

        List<StoredMessage> truth = TestSources.eventually("the truth", stream::truth);
        assertThat(readers)
            .allSatisfy(reader -> {
              assertThat(reader.end()).isNull();
              reader.assertNoHole(truth);
            });
        readers.forEach(ProofReader::close);
      }
    }

    /** What is refused is published again; the stream itself is the truth. */
    private void publishOn() {
      for (int i = 0; i < 1_200; i++) {
        String payload = "n" + i;
        long unused =
            TestSources.eventually("an acknowledgement", () -> stream.publish("events.a", payload));
      }
    }
  }

  @Nested
  @DisplayName("of a stream in memory that begins again at 1 under the same creation time")
  class BegunAgain {
    private NatsServer holder;
    private JetStreamSource source;
    private StreamState before;
    private Witness newest;

    @BeforeEach
    void fill() {
      make(Streams.memory("events.>").replicas(1));
      publish(100, "old");
      holder = cluster.streamLeader(connection, stream.name());
      source = sourceAt(cluster.otherThan(holder));
      before = TestSources.state(source);
      newest = new Witness(100, Objects.requireNonNull(before.lastTime()));
    }

    @AfterEach
    void close() {
      source.close();
    }

    private void beginAgain(int count) {
      holder.restart();
      cluster.awaitReady();
      try {
        await("the stream is there again")
            .atMost(Duration.ofMinutes(1))
            .ignoreExceptions()
            .until(() -> TestSources.state(source).lastSequence() == 0);
      } catch (ConditionTimeoutException e) {
        assumeTrue(holder.isAtLeast(2, 10), "nats-server 2.9 sometimes leaves it without a leader");
        throw e;
      }
      assertThat(TestSources.state(source).epoch()).isEqualTo(before.epoch());
      publish(count, "new");
    }

    private void assertTold(ProofReader reader) {
      reader.awaitTold();
      assertThat(reader.end()).isInstanceOfAny(End.Replaced.class, End.Gone.class);
      assertThat(reader.read())
          .allMatch(m -> new String(m.payload(), StandardCharsets.US_ASCII).startsWith("old"));
      reader.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 150})
    @DisplayName("tells a reader that had read all")
    void hadRead(int count) {
      ProofReader reader = ProofReader.after(source, loop, before, 0, ProofReader.ANY);
      reader.awaitEnd(100);
      beginAgain(count);
      assertTold(reader);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 150})
    @DisplayName("tells a reader that waits for the first")
    void waits(int count) {
      ProofReader reader = ProofReader.resuming(source, loop, before, newest).awaitOpen();
      beginAgain(count);
      assertTold(reader);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 150})
    @DisplayName("tells a reader that has taken nothing yet")
    void held(int count) {
      ProofReader reader = ProofReader.held(source, loop, before, newest).awaitOpen();
      beginAgain(count);
      reader.release();
      if (count < 100) {
        publish(200, "new");
      }
      assertTold(reader);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 150})
    @DisplayName("tells a reader who comes back with a cursor")
    void resumed(int count) {
      beginAgain(count);
      StreamState after = TestSources.state(source);
      Optional<Instant> held = TestSources.value(source.timeAt(100));
      Cursor cursor = new Cursor(100, before.epoch(), newest.time());
      Resume resume = Resume.resolve(new StartPoint.After(cursor), after, held.orElse(null));

      assertThat(resume)
          .isEqualTo(new Resume.Refused(count < 100 ? Gone.CURSOR_AHEAD : Gone.STREAM_REPLACED));
      assertTold(ProofReader.resuming(source, loop, before, newest));
    }
  }
}
