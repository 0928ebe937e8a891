package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.FeedTruth;
import dev.jetbridge.testkit.TestStream;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A broker that")
class BrokerTroubleIT extends BridgeTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String[] BRISK = {
    "session.bookmark-interval", "300ms", "session.opening-timeout", "2s"
  };

  private TestStream stream;

  @BeforeEach
  void makeStream() {
    stream = stream();
    stream.publishMany(100, "t.a");
  }

  @AfterEach
  void startAgain() {
    if (!nats.isRunning()) {
      nats.restart();
    }
  }

  /** How a broker goes away and comes back. */
  enum Trouble {
    STOPPED,
    KILLED,
    PAUSED
  }

  private void strike(Trouble trouble) {
    switch (trouble) {
      case STOPPED -> nats.stop();
      case KILLED -> nats.kill();
      case PAUSED -> nats.pause();
    }
  }

  private void heal(Trouble trouble) {
    switch (trouble) {
      case STOPPED, KILLED -> nats.restart();
      case PAUSED -> nats.resume();
    }
  }

  private static String finding(Trouble trouble) {
    return switch (trouble) {
      case STOPPED, KILLED -> "broker-unreachable";
      case PAUSED -> "heartbeat-loss";
    };
  }

  private static void awaitDown(RunningBridge bridge) {
    Awaitility.await("/readyz to say so")
        .atMost(LIMIT)
        .until(() -> bridge.answer("/readyz").status() == 503);
    assertThat(bridge.answer("/livez").status()).isEqualTo(200);
    assertThat(bridge.metric("jetbridge_ready")).isZero();
    assertThat(bridge.metric("jetbridge_upstream_connected")).isZero();
  }

  @ParameterizedTest(name = "is {0}")
  @EnumSource(Trouble.class)
  @Clause({"P-4.8", "P-6.5", "P-6.4", "P-5.4"})
  @DisplayName("goes away and comes back leaves open feeds without a hole")
  void openFeeds(Trouble trouble) {
    RunningBridge bridge = bridge(stream, BRISK);
    try (FeedReader feed = bridge.follow("?since=0")) {
      feed.awaitEvents(100);
      strike(trouble);
      feed.await("to be told", f -> states(f).equals("[down]"));
      assertThat(bridge.findings()).contains(finding(trouble) + "@jetbridge-tail");
      awaitDown(bridge);
      int before = feed.controls("bookmark").size();
      feed.await("bookmarks to go on", f -> f.controls("bookmark").size() >= before + 2);
      assertThat(feed.controls("bookmark").getLast().get("seq").asLong()).isEqualTo(100);
      heal(trouble);
      feed.await("to be told", f -> states(f).equals("[down, up]"));
      bridge.awaitReady();
      stream.publishMany(100, "t.b");
      FeedTruth.of(stream.truth()).assertDelivered(feed.awaitEvents(200));
      assertThat(feed.closed()).isNull();
    }
  }

  private static String states(FeedReader feed) {
    return feed.controls("upstream").stream().map(c -> c.get("state").asText()).toList().toString();
  }

  @Nested
  @DisplayName("is away")
  class Away {
    @Test
    @Clause("P-4.8")
    @DisplayName("keeps nobody from resuming inside the window")
    void insideTheWindow() {
      RunningBridge bridge = bridge(stream, BRISK);
      var truth = FeedTruth.of(stream.truth());
      nats.kill();
      awaitDown(bridge);
      try (FeedReader feed = bridge.follow("?since=40")) {
        truth.after(40).assertDelivered(feed.awaitEvents(60));
        assertThat(feed.awaitControl("upstream").get("state").asText()).isEqualTo("down");
      }
    }

    @Test
    @Clause({"P-4.8", "P-9"})
    @DisplayName("makes those below the window wait, and then sends them away with 1013")
    void belowTheWindow() {
      RunningBridge bridge =
          bridge(stream, RunningBridge.and(new String[] {"window.max-events", "16"}, BRISK));
      nats.kill();
      awaitDown(bridge);
      try (FeedReader feed = bridge.follow("?since=0")) {
        assertThat(feed.awaitClose().code()).isEqualTo(1013);
        assertThat(feed.eventCount()).isZero();
      }
    }

    @Test
    @Clause("P-4.8")
    @DisplayName("and comes back in time serves those who waited")
    void waitedFor() {
      RunningBridge bridge =
          bridge(
              stream,
              RunningBridge.and(
                  new String[] {"session.opening-timeout", "30s", "window.max-events", "16"},
                  BRISK));
      nats.kill();
      awaitDown(bridge);
      try (FeedReader feed = bridge.follow("?since=0")) {
        bridge.awaitSessions(1);
        nats.restart();
        FeedTruth.of(stream.truth()).assertDelivered(feed.awaitEvents(100));
      }
    }

    @Test
    @Clause({"P-4.8", "P-9"})
    @DisplayName("at the start lets the process live, and is found once it comes")
    void atTheStart() {
      nats.kill();
      RunningBridge bridge = starting(stream.name(), BRISK);
      awaitDown(bridge);
      try (FeedReader feed = bridge.follow("")) {
        assertThat(feed.awaitClose().code()).isEqualTo(1013);
      }
      nats.restart();
      bridge.awaitReady();
      try (FeedReader feed = bridge.follow("?since=earliest")) {
        FeedTruth.of(stream.truth()).assertDelivered(feed.awaitEvents(100));
      }
    }
  }

  @Nested
  @DisplayName("dies under a replay")
  class UnderReplay {
    @Test
    @Clause({"P-4.4", "P-5.4"})
    @DisplayName("has it go on where it was")
    void goesOn() {
      stream.publishMany(4_000, "t.a");
      RunningBridge bridge =
          bridge(stream, RunningBridge.and(new String[] {"window.max-events", "16"}, BRISK));
      try (FeedReader feed = FeedReader.open(bridge.slowly("?since=0").bytesPerSecond(50_000))) {
        feed.awaitEvents(50);
        nats.kill();
        awaitDown(bridge);
        feed.socket().readAtFullSpeed();
        nats.restart();
        FeedTruth.of(stream.truth()).assertDelivered(feed.awaitEvents(4_100));
      }
    }

    @Test
    @Clause({"P-4.1", "P-4.4"})
    @DisplayName("and trims the stream meanwhile has it end with 4410")
    void trimmed() {
      stream.publishMany(4_000, "t.a");
      var truth = FeedTruth.of(stream.truth());
      RunningBridge bridge =
          bridge(stream, RunningBridge.and(new String[] {"window.max-events", "16"}, BRISK));
      try (FeedReader feed = FeedReader.open(bridge.slowly("?since=0").bytesPerSecond(50_000))) {
        feed.awaitEvents(50);
        bridge.awaitSessions(1);
        nats.kill();
        awaitDown(bridge);
        nats.restart();
        stream.purgeBelow(4_001);
        feed.socket().readAtFullSpeed();
        assertThat(feed.awaitClose().code()).isEqualTo(4410);
        truth.assertBegins(feed.events());
      }
    }
  }
}
