package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.TestStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An operator of a bridge with a live and a replayed feed")
class ObservabilityIT extends BridgeTest {
  private RunningBridge bridge;
  private FeedReader live;
  private FeedReader replayed;

  @BeforeEach
  void serve() {
    TestStream stream = stream();
    stream.publishMany(500, "t.a");
    stream.publish("t.bad", "no event");
    bridge = bridge(stream, "window.max-events", "100");
    live = closing(bridge.follow("?subject=t.*"));
    live.awaitControl("caught_up");
    replayed = closing(bridge.follow("?since=0"));
    stream.publishMany(20, "t.b");
    live.awaitEvents(20);
    replayed.awaitEvents(520);
  }

  @Test
  @Clause("P-1.2")
  @DisplayName("sees every meter move that their traffic moves")
  void meters() {
    for (String moved :
        List.of(
            "jetbridge_sessions{state=\"live\"}",
            "jetbridge_resume_total{outcome=\"live\"}",
            "jetbridge_resume_total{outcome=\"replay\"}",
            "jetbridge_replay_events_total",
            "jetbridge_events_delivered_total",
            "jetbridge_bytes_sent_total",
            "jetbridge_events_skipped_total{cause=\"not-json\"}",
            "jetbridge_delivery_latency_seconds_count",
            "jetbridge_handshake_seconds_count",
            "jetbridge_window_floor",
            "jetbridge_window_head",
            "jetbridge_window_events",
            "jetbridge_window_bytes",
            "jetbridge_upstream_connected",
            "jetbridge_stream_first_seq",
            "jetbridge_stream_last_seq",
            "netty_allocator_memory_used_bytes",
            "jvm_memory_used_bytes",
            "process_cpu_seconds_total")) {
      Awaitility.await(moved + " to move")
          .atMost(Duration.ofMinutes(1))
          .until(() -> bridge.metric(moved) > 0);
    }
    assertThat(bridge.metric("jetbridge_events_delivered_total")).isEqualTo(540);
    assertThat(bridge.metric("jetbridge_replay_events_total")).isBetween(400.0, 521.0);
  }

  @Test
  @Clause({"P-1.2", "P-3.4"})
  @DisplayName("sees each session, and no token anywhere")
  void sessions() {
    JsonNode sessions = bridge.sessions();
    assertThat(sessions).hasSize(2);
    JsonNode one =
        StreamSupport.stream(sessions.spliterator(), false)
            .filter(s -> s.get("subjects").toString().contains("t.*"))
            .findFirst()
            .orElseThrow();
    assertThat(one.get("id").asText())
        .isEqualTo(live.awaitControl("hello").get("session").asText());
    assertThat(one.get("state").asText()).isEqualTo("live");
    assertThat(one.get("position").asLong()).isEqualTo(521);
    assertThat(one.get("lag").asLong()).isZero();
    assertThat(one.get("events").asLong()).isEqualTo(20);
    assertThat(one.get("bytes").asLong()).isPositive();
    assertThat(one.get("remote").asText()).matches("127\\.0\\.0\\.1:[0-9]+");
    for (String page : List.of("/sessions", "/config", "/diagnostics", "/metrics", "/readyz")) {
      assertThat(bridge.admin(page)).as(page).doesNotContain(RunningBridge.TOKEN);
    }
  }
}
