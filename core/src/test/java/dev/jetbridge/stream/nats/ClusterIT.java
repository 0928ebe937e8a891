package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.config.NatsSettings;
import dev.jetbridge.config.NatsTlsSettings;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.testkit.NatsCluster;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A source before a cluster of three")
class ClusterIT {
  private static NatsCluster cluster;

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
    connection = cluster.connect();
  }

  @AfterEach
  void delete() {
    cluster.nodes().stream().filter(node -> !node.isRunning()).forEach(NatsServer::restart);
    cluster.awaitReady();
    TestSources.eventually(
        "the streams go",
        () -> {
          Streams.deleteAll(connection);
          return true;
        });
  }

  @Test
  @DisplayName("says how many copies there are, and that they age apart")
  void shape() {
    make(Streams.file("events.>").replicas(3).maxAge(Duration.ofMinutes(1)));
    try (JetStreamSource source = connect(cluster.nodes().getFirst())) {
      StreamState state = TestSources.state(source);

      assertThat(state.shape().replicas()).isEqualTo(3);
      assertThat(state.shape().agesApart()).isTrue();
    }
  }

  @Test
  @DisplayName("reads through any node, wherever the consumer comes to lie")
  void anyNode() {
    make(Streams.file("events.>").replicas(3));
    stream.publishMany(2_000, "events.a");
    for (NatsServer node : cluster.nodes()) {
      try (JetStreamSource source = connect(node);
          TestReader reader = TestReader.reading(source, 0).awaitMessages(2_000)) {
        assertThat(reader.sequences()).containsExactlyElementsOf(sequences(2_000));
        assertThat(TestSources.value(source.timeAt(2_000)))
            .contains(TestSources.state(source).lastTime());
      }
    }
    await("no consumer is left").atMost(TestSources.LIMIT).until(() -> stream.consumers() == 0);
  }

  @Test
  @DisplayName("goes to another node when its own dies, though its settings name one")
  void nodeDies() {
    make(Streams.file("events.>").replicas(3));
    stream.publishMany(100, "events.a");
    NatsServer leader = cluster.streamLeader(connection, stream.name());
    NatsServer named = cluster.otherThan(leader);
    Epoch before;
    try (JetStreamSource source = connect(named)) {
      before = TestSources.state(source).epoch();
      try (TestReader reader = TestReader.reading(source, 0).awaitMessages(100)) {
        named.kill();
        assertThat(reader.awaitFailure().kind()).isIn(Kind.UNAVAILABLE, Kind.CONSUMER_LOST);
      }
      awaitState(source);
      StreamState after = TestSources.state(source);
      assertThat(after.epoch()).isEqualTo(before);
      assertThat(after.lastSequence()).isEqualTo(100);
      awaitReplay(source, 100);
    }
  }

  @Test
  @DisplayName("outlives the stream's leader, and its stepping down")
  void leaderGoes() {
    make(Streams.file("events.>").replicas(3));
    stream.publishMany(100, "events.a");
    NatsServer leader = cluster.streamLeader(connection, stream.name());
    try (JetStreamSource source = connect(cluster.otherThan(leader))) {
      awaitReplay(source, 100);
      leader = cluster.stepDown(connection, stream.name());
      awaitReplay(source, 100);
      leader.kill();
      awaitState(source);
      awaitReplay(source, 100);
    }
  }

  @Test
  @DisplayName("finds a consumer lost with its node, and the stream still there")
  void consumerNodeDies() {
    make(Streams.file("events.>").replicas(3));
    stream.publishMany(100, "events.a");
    try (JetStreamSource source = connect(cluster.nodes().toArray(NatsServer[]::new));
        TestReader reader = TestReader.reading(source, 0).awaitMessages(100)) {
      String consumer = TestSources.consumers(cluster.nodes().getFirst(), stream.name()).getFirst();
      NatsServer holder = cluster.consumerLeader(connection, stream.name(), consumer);
      holder.kill();

      assertThat(reader.awaitFailure().kind()).isIn(Kind.UNAVAILABLE, Kind.CONSUMER_LOST);
      awaitState(source);
      awaitReplay(source, 100);
    }
  }

  private void make(StreamConfiguration.Builder settings) {
    stream =
        TestSources.eventually("the stream is made", () -> Streams.create(connection, settings));
  }

  private void awaitReplay(JetStreamSource source, int count) {
    await("a replay of " + count)
        .atMost(Duration.ofMinutes(1))
        .until(() -> {
          try (TestReader reader = TestReader.reading(source, 0)) {
            await("it ends")
                .atMost(TestSources.LIMIT)
                .until(() -> reader.failure() != null || reader.count() == count);
            return reader.failure() == null && reader.sequences().equals(sequences(count));
          }
        });
  }

  private static void awaitState(JetStreamSource source) {
    await("the state").atMost(Duration.ofMinutes(1)).until(() -> answers(source));
  }

  private static boolean answers(JetStreamSource source) {
    return source.state().toCompletableFuture().handle((state, thrown) -> thrown == null).join();
  }

  private JetStreamSource connect(NatsServer... nodes) {
    NatsSettings settings =
        new NatsSettings(
            Stream.of(nodes).map(NatsServer::url).toList(),
            null,
            null,
            null,
            null,
            new NatsTlsSettings(null, null, null));
    return TestSources.connected(TestSources.open(settings, stream.name()));
  }

  private static List<Long> sequences(int count) {
    return LongStream.rangeClosed(1, count).boxed().toList();
  }
}
