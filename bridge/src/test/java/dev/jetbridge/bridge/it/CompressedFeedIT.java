package dev.jetbridge.bridge.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.FeedTruth;
import dev.jetbridge.testkit.RawWebSocketBuilder;
import dev.jetbridge.testkit.TestStream;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A feed of a client that offers compression")
@Clause("P-5.6")
class CompressedFeedIT extends BridgeTest {
  private static final String OFFER = "permessage-deflate; client_max_window_bits";
  private static final int[] SIZES = {300, 4_000, 300, 60_000, 300, 900_000};

  private TestStream stream;

  @BeforeEach
  void makeStream() {
    stream = stream();
  }

  /** An event of which compression leaves three quarters. */
  private static byte[] noise(int seed, int size) {
    byte[] noise = new byte[size * 3 / 4];
    new Random(seed).nextBytes(noise);
    return ('"' + Base64.getEncoder().encodeToString(noise) + '"').getBytes(UTF_8);
  }

  private static RawWebSocketBuilder offering(RunningBridge bridge, String query) {
    return bridge.request(query).header("Sec-WebSocket-Extensions", OFFER);
  }

  @Nested
  @DisplayName("where the server compresses for all")
  class Shared {
    private RunningBridge start(String... settings) {
      return bridge(stream, RunningBridge.and(settings, "server.compression", "shared"));
    }

    @Test
    @DisplayName("carries the same events, each compressed by itself, live and replayed")
    void sameEvents() {
      stream.publishMany(2_000, "t.a");
      RunningBridge bridge = start("window.max-events", "100");
      try (FeedReader replayed = FeedReader.open(offering(bridge, "?since=0"));
          FeedReader live = FeedReader.open(offering(bridge, ""));
          FeedReader plain =
              FeedReader.open(offering(bridge, "").without("Sec-WebSocket-Protocol"));
          FeedReader other = bridge.follow("")) {
        assertThat(live.socket().answer().header("Sec-WebSocket-Extensions"))
            .isEqualTo("permessage-deflate; server_no_context_takeover");
        live.awaitControl("caught_up");
        other.awaitControl("caught_up");
        replayed.awaitControl("caught_up");
        await("four live sessions")
            .until(() -> bridge.metric("jetbridge_sessions{state=\"live\"}") == 4);
        stream.publishMany(500, "t.b");

        FeedTruth truth = FeedTruth.of(stream.truth());
        truth.after(2_000).assertDelivered(live.awaitEvents(500));
        truth.assertDelivered(replayed.awaitEvents(2_500));
        truth.after(2_000).assertDelivered(other.awaitEvents(500));
        assertThat(plain.awaitEvents(500)).hasSize(500);
        assertThat(live.socket().compressed()).isEqualTo(500);
        assertThat(replayed.socket().compressed()).isEqualTo(2_500);
        assertThat(plain.socket().compressed()).isEqualTo(500);
        assertThat(other.socket().compressed()).isZero();
      }
    }

    @Test
    @DisplayName("carries large events too, in fragments where they stay large")
    void large() {
      RunningBridge bridge = start();
      try (FeedReader feed = FeedReader.open(offering(bridge, ""))) {
        feed.awaitControl("caught_up");
        stream.publishMany(30, n -> "t.a", n -> noise(n, SIZES[n % 6]));
        FeedTruth.of(stream.truth()).assertDelivered(feed.awaitEvents(30));
        assertThat(feed.socket().compressed()).isEqualTo(30);
      }
    }

    @Test
    @DisplayName("is not compressed where the client wants what is not done")
    void other() {
      RunningBridge bridge = start();
      RawWebSocketBuilder small =
          bridge
              .request("")
              .header("Sec-WebSocket-Extensions", "permessage-deflate; server_max_window_bits=9");
      try (FeedReader feed = FeedReader.open(small)) {
        assertThat(feed.socket().answer().header("Sec-WebSocket-Extensions")).isEmpty();
        feed.awaitControl("caught_up");
        stream.publishMany(20, "t.a");
        FeedTruth.of(stream.truth()).assertDelivered(feed.awaitEvents(20));
        assertThat(feed.socket().compressed()).isZero();
      }
    }
  }

  @Test
  @DisplayName("is not compressed unless that is configured")
  void off() {
    RunningBridge bridge = bridge(stream);
    try (FeedReader feed = FeedReader.open(offering(bridge, ""))) {
      assertThat(feed.socket().answer().header("Sec-WebSocket-Extensions")).isEmpty();
      feed.awaitControl("caught_up");
      stream.publishMany(20, "t.a");
      FeedTruth.of(stream.truth()).assertDelivered(feed.awaitEvents(20));
    }
  }
}
