package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.CloseSeen;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.FeedTruth;
import dev.jetbridge.testkit.NatsServerBuilder;
import dev.jetbridge.testkit.NatsUser;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestEvents;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A broker that")
class LimitsIT extends BridgeTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Override
  protected NatsServerBuilder broker(NatsServerBuilder builder) {
    return builder
        .user(NatsUser.full("admin", "admin"))
        .user(
            NatsUser.limited(
                "limited",
                "limited",
                List.of(
                    "$JS.API.STREAM.INFO.RIGHTS",
                    "$JS.API.STREAM.MSG.GET.RIGHTS",
                    "$JS.API.CONSUMER.CREATE.RIGHTS.*.t.a.>",
                    "$JS.API.CONSUMER.DELETE.RIGHTS.*",
                    "$JS.API.CONSUMER.MSG.NEXT.RIGHTS.*"),
                List.of("_INBOX.>")));
  }

  @Override
  protected RunningBridge starting(String stream, String... settings) {
    return super.starting(
        stream, RunningBridge.and(settings, "nats.user", "admin", "nats.password", "admin"));
  }

  @Nested
  @DisplayName("makes no more consumers")
  class ConsumerLimit {
    @Test
    @Clause({"P-7.3", "P-5.4"})
    @DisplayName("has replays wait for one another; each ends whole")
    void shared() {
      TestStream stream = stream(Streams.file("t.>").maxConsumers(2));
      stream.publishMany(2_000, "t.a");
      RunningBridge bridge = bridge(stream, "window.max-events", "16");
      FeedTruth truth = FeedTruth.of(stream.truth());
      List<FeedReader> feeds = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        feeds.add(closing(bridge.follow("?since=0")));
      }
      for (FeedReader feed : feeds) {
        truth.assertDelivered(feed.awaitEvents(2_000));
      }
    }

    @Test
    @Clause({"P-9", "P-4.8"})
    @DisplayName("has a replay give up with 1013 after its wait, and live feeds go on")
    void exhausted() throws Exception {
      TestStream stream = stream(Streams.file("t.>").maxConsumers(2));
      stream.publishMany(100, "t.a");
      RunningBridge bridge = bridge(stream, "window.max-events", "16", "replay.wait", "1s");
      connection
          .jetStreamManagement()
          .addOrUpdateConsumer(
              stream.name(), ConsumerConfiguration.builder().durable("another").build());
      try (FeedReader live = bridge.follow("");
          FeedReader replay = bridge.follow("?since=0")) {
        CloseSeen end = replay.awaitClose();
        assertThat(end.code()).isEqualTo(1013);
        assertThat(end.reason()).isEqualTo("replay-busy");
        stream.publishMany(10, "t.b");
        live.awaitEvents(10);
        assertThat(bridge.isReady()).isTrue();
      }
    }

    @Test
    @DisplayName("for the tail either keeps the bridge from being ready, until it does")
    void tail() throws Exception {
      TestStream stream = stream(Streams.file("t.>").maxConsumers(1));
      var management = connection.jetStreamManagement();
      management.addOrUpdateConsumer(
          stream.name(), ConsumerConfiguration.builder().durable("another").build());
      RunningBridge bridge = starting(stream.name());
      Awaitility.await("/readyz to name the limit")
          .atMost(LIMIT)
          .until(() -> bridge.admin("/readyz").contains("10026"));
      management.deleteConsumer(stream.name(), "another");
      bridge.awaitReady();
    }
  }

  @Nested
  @DisplayName("deletes a consumer")
  class Deleted {
    @Test
    @Clause({"P-4.1", "P-5.4"})
    @DisplayName("of the tail's or a replay's is asked for another, and nothing is missing")
    void anyConsumer() throws Exception {
      TestStream stream = stream();
      stream.publishMany(5_000, "t.a");
      RunningBridge bridge = bridge(stream, "window.max-events", "16");
      var management = connection.jetStreamManagement();
      try (FeedReader live = bridge.follow("?since=5000");
          FeedReader replay = FeedReader.open(bridge.slowly("?since=0").bytesPerSecond(40_000))) {
        replay.awaitEvents(50);
        for (String consumer : management.getConsumerNames(stream.name())) {
          management.deleteConsumer(stream.name(), consumer);
        }
        stream.publishMany(500, "t.b");
        replay.socket().readAtFullSpeed();
        FeedTruth truth = FeedTruth.of(stream.truth());
        truth.assertDelivered(replay.awaitEvents(5_500));
        truth.after(5_000).assertDelivered(live.awaitEvents(500));
      }
    }
  }

  @Nested
  @DisplayName("grants rights to some subjects only")
  class Rights {
    private TestStream rights() {
      TestStream stream = stream(Streams.file("t.>").name("RIGHTS"));
      stream.publishMany(300, n -> n % 3 == 0 ? "t.a." + n % 5 : "t.b", TestEvents::cloudEvent);
      return stream;
    }

    @Test
    @Clause({"P-2.3", "P-5.4"})
    @DisplayName("is read within them, where stream.subjects names them")
    void within() {
      TestStream stream = rights();
      RunningBridge bridge =
          bridge(
              stream,
              "stream.subjects",
              "t.a.>",
              "window.max-events",
              "16",
              "nats.user",
              "limited",
              "nats.password",
              "limited");
      try (FeedReader all = bridge.follow("?since=0&subject=t.a.>");
          FeedReader some = bridge.follow("?since=0&subject=t.a.2")) {
        FeedTruth truth = FeedTruth.of(stream.truth());
        truth.matching("t.a.>").assertDelivered(all.awaitEvents(100));
        truth.matching("t.a.2").assertDelivered(some.awaitEvents(20));
        assertThat(all.awaitControl("caught_up").get("seq").asLong()).isEqualTo(300);
      }
    }

    @Test
    @DisplayName("and is asked for all names the missing right on /readyz")
    void beyond() {
      TestStream stream = rights();
      RunningBridge bridge =
          starting(stream.name(), "nats.user", "limited", "nats.password", "limited");
      Awaitility.await("/readyz to name the right")
          .atMost(LIMIT)
          .until(() -> bridge.admin("/readyz").contains("$JS.API.CONSUMER.CREATE.RIGHTS"));
    }
  }

  @Nested
  @DisplayName("holds a message that is no event")
  class NoEvents {
    @Test
    @Clause({"P-5.3", "P-5.4"})
    @DisplayName("larger than any pull, between events, has it passed by in replay and window")
    void oversized() {
      TestStream stream = stream();
      stream.publishMany(20, "t.a");
      stream.publish("t.big", TestEvents.cloudEvent(1, 900_000));
      stream.publishMany(20, "t.a");
      for (String window : List.of("16", "1000")) {
        RunningBridge bridge =
            bridge(
                stream,
                "window.max-events",
                window,
                "events.max-bytes",
                "64KiB",
                "replay.batch-bytes",
                "4KiB");
        try (FeedReader feed = bridge.follow("?since=0")) {
          FeedTruth.of(stream.truth())
              .where(m -> m.seq() != 21)
              .assertDelivered(feed.awaitEvents(40));
          JsonNode skipped = feed.awaitControl("skipped");
          assertThat(skipped.get("seq").asLong()).isEqualTo(21);
          assertThat(skipped.get("cause").asText()).isEqualTo("too-large");
        }
        assertThat(bridge.metric("jetbridge_events_skipped_total{cause=\"too-large\""))
            .isPositive();
      }
    }
  }

  @Nested
  @DisplayName("changes a stream's retention")
  class Retention {
    @Test
    @Clause("P-1.4")
    @DisplayName("to one that readers delete by has its feeds end and its consumers go")
    void changes() {
      Assumptions.assumeTrue(nats.isAtLeast(2, 10), "nats-server 2.9 does not change it");
      TestStream stream = stream();
      stream.publishMany(100, "t.a");
      RunningBridge bridge = bridge(stream);
      try (FeedReader feed = bridge.follow("?since=0")) {
        feed.awaitEvents(100);
        stream.update(
            StreamConfiguration.builder(stream.configuration())
                .retentionPolicy(RetentionPolicy.Interest)
                .build());
        assertThat(feed.awaitClose().code()).isEqualTo(1013);
      }
      Awaitility.await("no consumer").atMost(LIMIT).until(() -> stream.consumers() == 0);
      assertThat(bridge.admin("/readyz")).contains("expected LIMITS");
    }
  }
}
