package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.CloseSeen;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.FeedTruth;
import dev.jetbridge.testkit.TestEvents;
import dev.jetbridge.testkit.TestStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A feed")
class FeedIT extends BridgeTest {
  private TestStream stream;

  @BeforeEach
  void makeStream() {
    stream = stream();
  }

  private RunningBridge start(String... settings) {
    return bridge(stream, settings);
  }

  @Nested
  @DisplayName("from a cursor inside the window")
  class InsideTheWindow {
    @Test
    @Clause({"P-2.2", "P-5.4", "P-6.2", "P-6.3"})
    @DisplayName("delivers every later event once, in order, and then what comes")
    void deliversAll() {
      stream.publishMany(500, "t.a");
      RunningBridge bridge = start();
      try (FeedReader feed = bridge.follow("?since=100")) {
        feed.awaitEvents(400);
        assertThat(feed.awaitControl("caught_up").get("seq").asLong()).isEqualTo(500);
        stream.publishMany(300, "t.b");
        FeedTruth.of(stream.truth()).after(100).assertDelivered(feed.awaitEvents(700));
        assertThat(feed.awaitControl("hello").get("cursor").asLong()).isEqualTo(100);
      }
      assertThat(stream.consumers()).isEqualTo(1);
    }
  }

  @Nested
  @DisplayName("from a cursor below the window")
  class BelowTheWindow {
    @Test
    @Clause({"P-2.2", "P-5.4"})
    @DisplayName("replays what is missing and goes live without a seam")
    void replays() {
      stream.publishMany(5_000, "t.a");
      RunningBridge bridge = start("window.max-events", "100");
      try (FeedReader feed = bridge.follow("?since=0")) {
        feed.awaitEvents(1_000);
        stream.publishMany(500, "t.b");
        FeedTruth.of(stream.truth()).after(0).assertDelivered(feed.awaitEvents(5_500));
      }
    }

    @Test
    @Clause({"P-4.1", "P-4.2"})
    @DisplayName("that retention has passed ends with 4410 before any event")
    void gone() {
      stream.publishMany(100, "t.a");
      stream.purgeBelow(51);
      RunningBridge bridge = start();
      try (FeedReader feed = bridge.follow("?since=10")) {
        CloseSeen close = feed.awaitClose();
        assertThat(close.code()).isEqualTo(4410);
        assertThat(feed.eventCount()).isZero();
        assertThat(feed.controls("/problems/ws/retention-exhausted"))
            .singleElement()
            .satisfies(p -> assertThat(p.get("oldest_seq").asLong()).isEqualTo(51));
      }
    }
  }

  @Test
  @Clause({"P-5.1", "P-7.1"})
  @DisplayName("of events larger than the outbox, one of them in fragments, lacks none of them")
  void largerThanOutbox() {
    RunningBridge bridge = start("session.outbox-bytes", "4KiB");
    try (FeedReader one = bridge.follow("");
        FeedReader other = bridge.follow("")) {
      one.awaitControl("caught_up");
      other.awaitControl("caught_up");
      int[] sizes = {300, 4_000, 10_000, 300, 20_000, 300};
      stream.publishMany(60, n -> "t.a", n -> TestEvents.cloudEvent(n, sizes[n % 6]));
      FeedTruth truth = FeedTruth.of(stream.truth());
      truth.assertDelivered(one.awaitEvents(60));
      truth.assertDelivered(other.awaitEvents(60));
    }
  }

  @Test
  @DisplayName("of one consumer for its whole life delivers the same")
  void dedicated() {
    stream.publishMany(300, "t.a");
    RunningBridge bridge = start("delivery", "dedicated");
    try (FeedReader feed = bridge.follow("?since=earliest&subject=t.*")) {
      feed.awaitEvents(300);
      stream.publishMany(200, "t.b");
      FeedTruth.of(stream.truth()).assertDelivered(feed.awaitEvents(500));
    }
  }
}
