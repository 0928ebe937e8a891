package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.FeedTruth;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A stream that")
class StreamTroubleIT extends BridgeTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static void awaitNotReady(RunningBridge bridge, String fault) {
    Awaitility.await("/readyz to name " + fault)
        .atMost(LIMIT)
        .until(() -> bridge.admin("/readyz").contains(fault));
    assertThat(bridge.answer("/readyz").status()).isEqualTo(503);
    assertThat(bridge.answer("/livez").status()).isEqualTo(200);
  }

  @Nested
  @DisplayName("does not exist yet")
  class Missing {
    @Test
    @Clause({"P-4.8", "P-9"})
    @DisplayName("makes feeds wait, then end with 1013; and is served once it is made")
    void waitedFor() {
      StreamConfiguration.Builder settings = Streams.file("t.>").name("LATER");
      RunningBridge bridge = starting("LATER", "session.opening-timeout", "1s");
      awaitNotReady(bridge, "stream");
      try (FeedReader feed = bridge.follow("?since=earliest")) {
        assertThat(feed.awaitClose().code()).isEqualTo(1013);
        assertThat(feed.messages()).isEmpty();
      }
      TestStream stream = stream(settings);
      stream.publishMany(10, "t.a");
      bridge.awaitReady();
      try (FeedReader feed = bridge.follow("?since=earliest")) {
        FeedTruth.of(stream.truth()).assertDelivered(feed.awaitEvents(10));
      }
    }
  }

  @Nested
  @DisplayName("is deleted under its feeds")
  class Deleted {
    @ParameterizedTest(name = "delivery {0}")
    @ValueSource(strings = {"shared", "dedicated"})
    @Clause({"P-4.8", "P-6.5"})
    @DisplayName("counts as an outage: sessions stay and are told")
    void outage(String delivery) {
      TestStream stream = stream();
      stream.publishMany(10, "t.a");
      RunningBridge bridge =
          bridge(stream, "delivery", delivery, "session.bookmark-interval", "200ms");
      try (FeedReader feed = bridge.follow("?since=earliest")) {
        feed.awaitEvents(10);
        stream.delete();
        assertThat(feed.awaitControl("upstream").get("state").asText()).isEqualTo("down");
        awaitNotReady(bridge, "stream");
        feed.await("a bookmark with the number as before", f -> lastSeqOf(f, "bookmark") == 10);
        assertThat(feed.closed()).isNull();
      }
    }

    @ParameterizedTest(name = "delivery {0}")
    @ValueSource(strings = {"shared", "dedicated"})
    @Clause({"P-4.3", "P-4.8", "P-6.4"})
    @DisplayName("and made again ends them with 4410 before an event of the new one")
    void madeAgain(String delivery) {
      TestStream stream = stream();
      stream.publishMany(10, "t.a");
      RunningBridge bridge = bridge(stream, "delivery", delivery);
      try (FeedReader feed = bridge.follow("?since=earliest")) {
        feed.awaitEvents(10);
        feed.awaitControl("caught_up");
        String epoch = feed.awaitControl("hello").get("epoch").asText();
        stream.recreate();
        stream.publishMany(20, "t.new");
        assertThat(feed.awaitClose().code()).isEqualTo(4410);
        assertThat(feed.eventCount()).isEqualTo(10);
        JsonNode last = feed.messages().getLast();
        assertThat(last.get("type").asText()).isEqualTo("/problems/ws/stream-replaced");
        assertThat(last.get("epoch").asText()).isNotEqualTo(epoch);
        assertThat(feed.controls("bookmark")).isEmpty();
      }
      bridge.awaitReady();
      try (FeedReader feed = bridge.follow("?since=0")) {
        FeedTruth.of(stream.truth()).assertDelivered(feed.awaitEvents(20));
      }
    }

    @Test
    @Clause({"P-4.3", "P-2.4"})
    @DisplayName("and made again refuses a cursor with the old epoch, though it fits by number")
    void oldEpoch() {
      TestStream stream = stream();
      stream.publishMany(10, "t.a");
      RunningBridge bridge = bridge(stream);
      String epoch;
      try (FeedReader feed = bridge.follow("?since=earliest")) {
        epoch = feed.awaitControl("hello").get("epoch").asText();
      }
      stream.recreate();
      stream.publishMany(20, "t.new");
      Awaitility.await("the new stream to be read")
          .atMost(LIMIT)
          .until(() -> bridge.metric("jetbridge_stream_last_seq") == 20);
      try (FeedReader feed = bridge.follow("?since=5&epoch=" + epoch)) {
        assertThat(feed.awaitClose().code()).isEqualTo(4410);
        assertThat(feed.controls("/problems/ws/stream-replaced")).hasSize(1);
        assertThat(feed.eventCount()).isZero();
      }
    }

    private long lastSeqOf(FeedReader feed, String type) {
      var controls = feed.controls(type);
      return controls.isEmpty() ? -1 : controls.getLast().get("seq").asLong();
    }
  }

  @Nested
  @DisplayName("is purged")
  class Purged {
    @Test
    @Clause({"P-4.7", "P-4.1"})
    @DisplayName("is served no longer from the window")
    void window() {
      TestStream stream = stream();
      stream.publishMany(100, "t.a");
      RunningBridge bridge = bridge(stream, "window.trim-interval", "100ms");
      stream.purge();
      Awaitility.await("the window to be trimmed")
          .atMost(LIMIT)
          .until(() -> bridge.metric("jetbridge_window_floor") == 100);
      assertThat(bridge.metric("jetbridge_window_events")).isZero();
      try (FeedReader feed = bridge.follow("?since=50")) {
        assertThat(feed.awaitClose().code()).isEqualTo(4410);
        assertThat(feed.eventCount()).isZero();
      }
    }

    @Test
    @Clause("P-4.5")
    @DisplayName("above whom a live feed stands goes on with the next event")
    void live() {
      TestStream stream = stream();
      stream.publishMany(100, "t.a");
      RunningBridge bridge = bridge(stream);
      try (FeedReader feed = bridge.follow("?since=0")) {
        feed.awaitEvents(100);
        stream.purge();
        stream.publishMany(50, "t.b");
        FeedTruth.of(stream.published()).assertDelivered(feed.awaitEvents(150));
        assertThat(feed.closed()).isNull();
      }
    }

    @Test
    @Clause("P-4.7")
    @DisplayName("of single events serves them from the window until that is reset")
    void reset() {
      TestStream stream = stream();
      stream.publishMany(20, "t.a");
      RunningBridge bridge = bridge(stream);
      stream.deleteMessage(10);
      assertThat(bridge.post("/window/reset").status()).isBetween(200, 204);
      Awaitility.await("the window to be empty")
          .atMost(LIMIT)
          .until(() -> bridge.metric("jetbridge_window_events") == 0);
      try (FeedReader feed = bridge.follow("?since=0")) {
        FeedTruth.of(stream.truth()).assertDelivered(feed.awaitEvents(19));
      }
    }

    @Test
    @Clause("P-4.7")
    @DisplayName("by age lets its window follow")
    void age() {
      TestStream stream = stream();
      stream.publishMany(20, "t.a");
      RunningBridge bridge =
          bridge(stream, "window.max-age", "1s", "window.trim-interval", "100ms");
      Awaitility.await("the window to be empty")
          .atMost(LIMIT)
          .until(() -> bridge.metric("jetbridge_window_events") == 0);
      try (FeedReader feed = bridge.follow("?since=0")) {
        FeedTruth.of(stream.truth()).assertDelivered(feed.awaitEvents(20));
      }
    }
  }

  @Nested
  @DisplayName("shrinks")
  class Shrunk {
    @Test
    @Clause({"P-4.4", "P-4.5"})
    @DisplayName("while it is replayed ends the replay with 4410 where it has overtaken it")
    void underReplay() {
      TestStream stream = stream();
      stream.publishMany(5_000, "t.a");
      RunningBridge bridge = bridge(stream, "window.max-events", "16");
      var truth = FeedTruth.of(stream.truth());
      try (FeedReader feed = FeedReader.open(bridge.slowly("?since=0").bytesPerSecond(20_000))) {
        feed.awaitEvents(10);
        stream.update(StreamConfiguration.builder(stream.configuration()).maxMessages(100).build());
        feed.socket().readAtFullSpeed();
        assertThat(feed.awaitClose().code()).isEqualTo(4410);
        truth.assertBegins(feed.events());
        assertThat(feed.lastSeq()).isLessThan(4_900);
        assertThat(feed.controls("/problems/ws/retention-exhausted"))
            .singleElement()
            .satisfies(p -> assertThat(p.get("oldest_seq").asLong()).isEqualTo(4_901));
      }
    }
  }

  @Nested
  @DisplayName("is of another retention than limits")
  class OtherRetention {
    @ParameterizedTest
    @EnumSource(
        value = RetentionPolicy.class,
        names = {"Interest", "WorkQueue"})
    @Clause("P-1.4")
    @DisplayName("is refused before a consumer is made")
    void refused(RetentionPolicy retention) {
      TestStream stream = stream(Streams.file("t.>").retentionPolicy(retention));
      RunningBridge bridge = starting(stream.name());
      Awaitility.await("a refusal").atMost(LIMIT).until(() -> bridge.bridge().refusal() != null);
      assertThat(bridge.bridge().refusal()).contains(stream.name(), "expected LIMITS");
      assertThat(stream.consumers()).isZero();
      awaitNotReady(bridge, "expected LIMITS");
    }
  }
}
