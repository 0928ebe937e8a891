package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.FaultProxy;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.TestStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A client that answers no ping")
class HalfOpenIT extends BridgeTest {
  private TestStream stream;
  private RunningBridge bridge;

  @BeforeEach
  void start() {
    stream = stream();
    bridge = bridge(stream, "session.heartbeat", "500ms");
  }

  @Test
  @Clause("P-7.4")
  @DisplayName("and takes nothing, for its network is gone, is noticed and cut off")
  void networkGone() {
    try (FaultProxy link = FaultProxy.to(bridge.port());
        FeedReader feed = FeedReader.open(bridge.through(link, ""))) {
      feed.awaitControl("hello");
      link.abandonClients();
      bridge.awaitSessions(0);
    }
  }

  @Test
  @Clause("P-7.4")
  @DisplayName("but takes what it is sent stays as long as there is something to take")
  void stillReads() {
    assertStaysWhile(feed -> stream.publishMany(1, "t.a"));
  }

  @Test
  @Clause("P-7.4")
  @DisplayName("but sends something stays as long as it does")
  void stillSends() {
    assertStaysWhile(feed -> feed.socket().sendText("still here"));
  }

  private void assertStaysWhile(Consumer<FeedReader> life) {
    try (FeedReader feed = FeedReader.open(bridge.request("").autoPong(false))) {
      feed.awaitControl("hello");
      Awaitility.await("eight pings")
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> {
            life.accept(feed);
            return feed.socket().pings() >= 8;
          });
      assertThat(feed.closed()).isNull();
      assertThat(feed.awaitClose().code()).isEqualTo(1006);
    }
  }
}
