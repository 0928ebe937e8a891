package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.CloseSeen;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.FeedTruth;
import dev.jetbridge.testkit.RawWebSocketBuilder;
import dev.jetbridge.testkit.StoredMessage;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What a crowd of followers gets while its world breaks: each ends with exactly the events, or with
 * 4410 after an exact beginning of them. Never a silent hole, a repeat or a disorder.
 *
 * <p>{@code -Djetbridge.robustness=N} makes crowds and times N times as large.
 */
@DisplayName("A crowd of followers")
class RobustnessIT extends BridgeTest {
  private static final int SCALE = Integer.getInteger("jetbridge.robustness", 1);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String[] CROWDS = {"server.max-connections-per-address", "5000"};

  private final SplittableRandom random = new SplittableRandom(7);

  private List<FeedReader> crowd(int size, RunningBridge bridge, String query, boolean slow) {
    List<FeedReader> crowd = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      RawWebSocketBuilder request = bridge.slowly(query);
      if (slow) {
        request.bytesPerSecond(random.nextLong(20_000, 400_000));
      }
      crowd.add(closing(FeedReader.open(request)));
    }
    return crowd;
  }

  private static void finish(List<FeedReader> crowd) {
    crowd.forEach(feed -> feed.socket().readAtFullSpeed());
  }

  /** Waits until a feed is over or has come to a sequence; returns its end, if it has one. */
  private static void awaitEndOr(FeedReader feed, long last) {
    Awaitility.await("a follower's end or event " + last)
        .atMost(LIMIT)
        .until(() -> feed.closed() != null || feed.lastSeq() >= last);
  }

  private static void assertExactOr4410(FeedReader feed, FeedTruth truth) {
    CloseSeen end = feed.closed();
    if (end == null) {
      truth.assertDelivered(feed.events());
    } else {
      assertThat(end.code()).as("%s", feed).isEqualTo(4410);
      truth.assertBegins(feed.events());
    }
  }

  @Test
  @Clause({"P-4.1", "P-4.4", "P-5.4"})
  @DisplayName("replays from 0 a stream that is trimmed while it is read")
  void trimmed() {
    TestStream stream = stream(Streams.file("t.>").maxMessages(3_000));
    stream.publishMany(3_000, "t.a");
    RunningBridge bridge = bridge(stream, RunningBridge.and(CROWDS, "window.max-events", "200"));
    List<FeedReader> all = new ArrayList<>(crowd(20 * SCALE, bridge, "?since=0", true));
    List<FeedReader> fast = crowd(5 * SCALE, bridge, "?since=0", false);
    fast.forEach(feed -> feed.awaitControl("caught_up"));
    all.addAll(fast);
    List<FeedReader> some = crowd(10 * SCALE, bridge, "?since=0&subject=t.a&subject=t.3", true);
    List<FeedReader> late = new ArrayList<>();
    try (Publisher publisher = Publisher.to(stream, 300, 2_000)) {
      publisher.await(1_000);
      late.addAll(crowd(10 * SCALE, bridge, "?since=earliest", true));
      publisher.await(6_000 * SCALE);
    }
    finish(all);
    finish(some);
    finish(late);
    List<StoredMessage> published = stream.published();
    FeedTruth truth = FeedTruth.of(published);
    for (FeedReader feed : all) {
      awaitEndOr(feed, published.getLast().seq());
      assertExactOr4410(feed, truth);
    }
    FeedTruth filtered = truth.matching("t.a", "t.3");
    for (FeedReader feed : some) {
      awaitEndOr(feed, filtered.expected().getLast().seq());
      assertExactOr4410(feed, filtered);
    }
    for (FeedReader feed : late) {
      awaitEndOr(feed, published.getLast().seq());
      assertExactOr4410(feed, truth.after(feed.events().getFirst().seq() - 1));
    }
    assertThat(all).as("some were overtaken").anyMatch(feed -> feed.closed() != null);
    assertThat(all).as("some kept up").anyMatch(feed -> feed.closed() == null);
  }

  @Test
  @Clause({"P-4.3", "P-4.1"})
  @DisplayName("sees its stream made again, full of other events, while it replays and follows")
  void madeAgain() {
    TestStream stream = stream();
    stream.publishMany(3_000, "t.a");
    RunningBridge bridge = bridge(stream, RunningBridge.and(CROWDS, "window.max-events", "200"));
    FeedTruth truth = FeedTruth.of(stream.published());
    List<FeedReader> all = new ArrayList<>(crowd(20 * SCALE, bridge, "?since=0", true));
    List<FeedReader> live = crowd(20 * SCALE, bridge, "?since=2900", false);
    live.forEach(feed -> feed.awaitEvents(100));
    stream.recreate();
    stream.publishMany(5_000, "t.new");
    finish(all);
    for (FeedReader feed : all) {
      assertThat(feed.awaitClose().code()).isEqualTo(4410);
      truth.assertBegins(feed.events());
    }
    for (FeedReader feed : live) {
      assertThat(feed.awaitClose().code()).isEqualTo(4410);
      truth.after(2_900).assertDelivered(feed.events());
    }
  }

  @Test
  @Clause({"P-7.3", "P-5.4"})
  @DisplayName("is overrun by the window again and again")
  void overrun() {
    TestStream stream = stream();
    RunningBridge bridge = bridge(stream, RunningBridge.and(CROWDS, "window.max-events", "64"));
    List<FeedReader> all = new ArrayList<>(crowd(20 * SCALE, bridge, "?since=0", true));
    all.addAll(crowd(10 * SCALE, bridge, "?since=0", false));
    all.forEach(feed -> feed.awaitControl("caught_up"));
    try (Publisher publisher = Publisher.to(stream, 1_000, 2_000)) {
      publisher.await(3_000 * SCALE);
    }
    finish(all);
    FeedTruth truth = FeedTruth.of(stream.truth());
    for (FeedReader feed : all) {
      truth.assertDelivered(feed.awaitEvents(truth.expected().size()));
    }
    assertThat(bridge.metric("jetbridge_overruns_total")).isGreaterThanOrEqualTo(20);
  }

  @Test
  @Clause({"P-4.8", "P-5.4"})
  @DisplayName("of 200 outlives two deaths of the broker")
  void brokerRestarts() {
    TestStream stream = stream();
    stream.publishMany(1_000, "t.a");
    RunningBridge bridge = bridge(stream, RunningBridge.and(CROWDS, "window.max-events", "500"));
    List<FeedReader> all = new ArrayList<>();
    List<FeedReader> some = new ArrayList<>();
    try (Publisher publisher = Publisher.to(stream, 300, 500)) {
      all.addAll(crowd(60 * SCALE, bridge, "?since=0", true));
      all.addAll(crowd(80 * SCALE, bridge, "?since=0", false));
      some.addAll(crowd(60 * SCALE, bridge, "?since=500&subject=t.2", false));
      for (int i = 0; i < 1 + SCALE; i++) {
        publisher.await(500);
        nats.kill();
        nats.restart();
      }
      publisher.await(500);
    }
    finish(all);
    FeedTruth truth = FeedTruth.of(stream.truth());
    for (FeedReader feed : all) {
      truth.assertDelivered(feed.awaitEvents(truth.expected().size()));
      assertThat(feed.closed()).isNull();
    }
    FeedTruth filtered = truth.after(500).matching("t.2");
    for (FeedReader feed : some) {
      filtered.assertDelivered(feed.awaitEvents(filtered.expected().size()));
    }
  }

  @Test
  @Clause({"P-7.3", "P-5.4"})
  @DisplayName("of 2,000 connects at once, begins at 0 and goes on live, on the broker's defaults")
  void storm() {
    TestStream stream = stream();
    stream.publishMany(60, "t.a");
    RunningBridge bridge = bridge(stream, RunningBridge.and(CROWDS, "window.max-events", "16"));
    List<FeedReader> all = crowd(2_000, bridge, "?since=0", false);
    all.forEach(feed -> feed.awaitEvents(60));
    stream.publishMany(20, "t.b");
    FeedTruth truth = FeedTruth.of(stream.truth());
    for (FeedReader feed : all) {
      truth.assertDelivered(feed.awaitEvents(80));
    }
    Awaitility.await("the tail's consumer to be the only one")
        .atMost(LIMIT)
        .until(() -> stream.consumers() == 1);
    assertThat(bridge.metric("jetbridge_session_closes_total")).isZero();
  }
}
