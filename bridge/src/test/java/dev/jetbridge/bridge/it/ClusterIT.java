package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.CloseSeen;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.FeedTruth;
import dev.jetbridge.testkit.NatsCluster;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.StoredMessage;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestEvents;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@DisplayName("In a cluster of three")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private NatsCluster cluster;
  private Connection connection;

  @BeforeAll
  void startCluster() {
    cluster = NatsCluster.start();
    connection = cluster.connect();
  }

  @AfterAll
  void stopCluster() {
    cluster.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
    Streams.deleteAll(connection);
  }

  private <T extends AutoCloseable> T closing(T resource) {
    opened.push(resource);
    return resource;
  }

  private TestStream stream(StreamConfiguration.Builder settings) {
    TestStream stream = Streams.create(connection, settings);
    cluster.awaitReplicas(connection, stream.name(), stream.configuration().getReplicas() - 1);
    return stream;
  }

  private RunningBridge bridge(TestStream stream, String... settings) {
    return closing(RunningBridge.start(cluster.urls(), stream.name(), settings)).awaitReady();
  }

  @Test
  @Clause({"P-4.1", "P-4.4"})
  @DisplayName("replicas that age apart take no event from a follower unseen")
  void ageApart() {
    TestStream stream = stream(Streams.file("t.>").replicas(3).maxAge(Duration.ofSeconds(8)));
    stream.publishMany(500, "t.2");
    RunningBridge bridge = bridge(stream, "window.max-events", "64");
    List<FeedReader> all = new ArrayList<>();
    List<FeedReader> some = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      all.add(slow(bridge, "?since=0", 15_000 + 4_000 * i));
      some.add(slow(bridge, "?since=0&subject=t.2", 2_000 + 1_000 * i));
    }
    try (Publisher publisher = Publisher.to(stream, 300, 300)) {
      publisher.await(5_000);
    }
    FeedTruth truth = FeedTruth.of(stream.published());
    all.forEach(feed -> assertExactOr4410(feed, truth));
    some.forEach(feed -> assertExactOr4410(feed, truth.matching("t.2")));
    assertThat(all).as("some were overtaken").anyMatch(feed -> feed.closed() != null);
  }

  private FeedReader slow(RunningBridge bridge, String query, long rate) {
    return closing(FeedReader.open(bridge.slowly(query).bytesPerSecond(rate)));
  }

  private static void assertExactOr4410(FeedReader feed, FeedTruth truth) {
    feed.socket().readAtFullSpeed();
    List<StoredMessage> expected = truth.expected();
    Awaitility.await("a follower's end or last event")
        .atMost(LIMIT)
        .until(() -> feed.closed() != null || feed.lastSeq() >= expected.getLast().seq());
    CloseSeen end = feed.closed();
    if (end == null) {
      truth.assertDelivered(feed.events());
    } else {
      assertThat(end.code()).as("%s", feed).isEqualTo(4410);
      truth.assertBegins(feed.events());
    }
  }

  @Test
  @Clause({"P-4.8", "P-5.4"})
  @DisplayName("a stream whose leader changes under its followers loses and repeats nothing")
  void leaderChanges() {
    TestStream stream = stream(Streams.file("t.>").replicas(3));
    stream.publishMany(3_000, "t.a");
    RunningBridge bridge = bridge(stream, "window.max-events", "64");
    List<FeedReader> feeds = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      feeds.add(slow(bridge, "?since=0", 40_000 + 10_000 * i));
    }
    try (Publisher publisher = Publisher.to(stream, 300, 500)) {
      for (int i = 0; i < 3; i++) {
        publisher.await(300);
        NatsServer unused = cluster.stepDown(connection, stream.name());
      }
      publisher.await(300);
    }
    feeds.forEach(feed -> feed.socket().readAtFullSpeed());
    FeedTruth truth = FeedTruth.of(stream.truth());
    for (FeedReader feed : feeds) {
      truth.assertDelivered(feed.awaitEvents(truth.expected().size()));
      assertThat(feed.closed()).isNull();
    }
  }

  /** So many that begin at 0, by turns on all bridges, each slower than the next. */
  private List<Roamer> roamers(
      int count, List<RunningBridge> bridges, String filter, long bytesPerSecond) {
    List<Roamer> roamers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      roamers.add(closing(Roamer.at(bridges, i, filter, bytesPerSecond * (1 + i))));
    }
    return roamers;
  }

  @Test
  @Clause({"P-4.1", "P-4.4", "P-5.4"})
  @DisplayName(
      "clients of two bridges that go from one to the other get everything, or 4410 where it is"
          + " gone")
  void severalBridges() {
    TestStream stream = stream(Streams.file("t.>").replicas(3));
    stream.publishMany(1_200, n -> "t." + n % 3, n -> TestEvents.cloudEvent(n, 300));
    List<RunningBridge> bridges =
        List.of(
            bridge(stream, "window.max-events", "32"), bridge(stream, "window.max-events", "32"));
    List<Roamer> fast = roamers(4, bridges, "", 2_000_000);
    List<Roamer> some = roamers(4, bridges, "t.1", 2_000_000);
    List<Roamer> slow = roamers(4, bridges, "", 6_000);
    List<Roamer> away = roamers(4, bridges, "", 20_000);
    List<Roamer> all = Stream.of(fast, some, slow, away).flatMap(List::stream).toList();
    awaitReached(all, 10);
    all.forEach(Roamer::cut);
    awaitReached(away, 40);
    away.forEach(Roamer::leave);
    NatsServer unused = cluster.stepDown(connection, stream.name());
    awaitReached(fast, 1_200);
    awaitReached(some, 1_199);

    List<StoredMessage> messages = new ArrayList<>(stream.truth());
    stream.purgeBelow(1_000);
    unused = cluster.stepDown(connection, stream.name());
    stream.publishMany(100, "t.1");
    messages.addAll(stream.truth().stream().filter(message -> message.seq() > 1_200).toList());
    FeedTruth truth = FeedTruth.of(messages);
    assertThat(truth.expected()).hasSize(1_300);
    Stream.of(fast, some, slow).flatMap(List::stream).forEach(Roamer::cut);
    away.forEach(Roamer::comeBack);
    away.forEach(roamer -> assertThat(roamer.reached()).isLessThan(999));
    Stream.of(fast, some, slow, away)
        .flatMap(List::stream)
        .forEach(roamer -> roamer.assertExact(truth));
    assertThat(away).as("those whose next event is gone").allMatch(Roamer::isGone);
    assertThat(fast).as("those who had it all").noneMatch(Roamer::isGone);
    assertThat(some).as("those who had all that matches").noneMatch(Roamer::isGone);
  }

  private static void awaitReached(List<Roamer> roamers, long seq) {
    Awaitility.await("all to have come to " + seq)
        .atMost(LIMIT)
        .until(() -> roamers.stream().allMatch(roamer -> roamer.reached() >= seq));
  }

  @Test
  @Clause({"P-4.8", "P-5.4"})
  @DisplayName("clients of two bridges outlive nodes that die, leaders that change, and a bridge")
  void nodesDie() {
    TestStream stream = stream(Streams.file("t.>").replicas(3));
    stream.publishMany(1_000, n -> "t." + n % 7, n -> TestEvents.cloudEvent(n, 300));
    List<RunningBridge> bridges = new ArrayList<>();
    bridges.add(bridge(stream, "window.max-events", "64"));
    bridges.add(bridge(stream, "window.max-events", "64"));
    // Once in every run; three times before a release.
    int scale = Integer.getInteger("jetbridge.robustness", 0);
    int rounds = scale == 0 ? 1 : 3;
    int size = scale == 0 ? 4 : 8 * scale;
    List<Roamer> all = new ArrayList<>(roamers(size, bridges, "", 30_000));
    all.addAll(roamers(size, bridges, "t.2", 30_000));
    try (Publisher publisher = Publisher.to(stream, 300, 400)) {
      for (int round = 0; round < rounds; round++) {
        publisher.await(200);
        NatsServer leader = cluster.streamLeader(connection, stream.name());
        leader.kill();
        for (int i = round % 2; i < all.size(); i += 2) {
          all.get(i).cut();
        }
        publisher.await(200);
        leader.restart();
        cluster.awaitReady();
        cluster.awaitReplicas(connection, stream.name(), 2);
        NatsServer unused = cluster.stepDown(connection, stream.name());
        all.forEach(Roamer::cut);
      }
      publisher.await(200);
      // One bridge dies without a word; those on it go on at the other.
      bridges.removeFirst().close();
      publisher.await(200);
    }
    FeedTruth truth = FeedTruth.of(stream.truth());
    assertThat(truth.expected()).hasSizeGreaterThan(1_000 + rounds * 400);
    for (Roamer roamer : all) {
      roamer.assertExact(truth);
      assertThat(roamer.isGone()).isFalse();
    }
  }

  @Test
  @Clause({"P-4.3", "P-2.4"})
  @DisplayName("a stream in memory that begins at 1 again, created when it was, is another stream")
  void beginsAgain() {
    TestStream stream = stream(Streams.memory("t.>").replicas(1));
    stream.publishMany(50, "t.a");
    RunningBridge bridge = bridge(stream);
    FeedTruth truth = FeedTruth.of(stream.published());
    try (FeedReader live = bridge.follow("?since=0")) {
      live.awaitEvents(50);
      String epoch = live.awaitControl("hello").get("epoch").asText();
      String at =
          live.messages().stream()
              .filter(message -> message.path("seq").asLong() == 30 && message.has("event"))
              .findFirst()
              .orElseThrow()
              .get("time")
              .asText();

      NatsServer home = cluster.streamLeader(connection, stream.name());
      home.kill();
      home.restart();
      cluster.awaitReady();
      try {
        NatsServer unused = cluster.streamLeader(connection, stream.name());
      } catch (IllegalStateException e) {
        assumeTrue(home.isAtLeast(2, 10), "nats-server 2.9 sometimes leaves it without a leader");
        throw e;
      }
      stream.publishMany(60, "t.b");
      assertThat(live.awaitClose().code()).isEqualTo(4410);
      truth.assertDelivered(live.events());
      assertThat(live.controls("/problems/ws/stream-replaced")).hasSize(1);

      bridge.awaitReady();
      try (FeedReader resumed = bridge.follow("?since=30&epoch=" + epoch + "&at=" + at)) {
        assertThat(resumed.awaitClose().code()).isEqualTo(4410);
        assertThat(resumed.eventCount()).isZero();
      }
    }
  }
}
