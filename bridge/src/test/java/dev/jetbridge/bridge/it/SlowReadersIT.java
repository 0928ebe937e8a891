package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.FaultProxy;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.FeedTruth;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.TestEvents;
import dev.jetbridge.testkit.TestStream;
import dev.jetbridge.testkit.WebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A client that")
class SlowReadersIT extends BridgeTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int EVENT_BYTES = 1_000;

  /** What Linux makes of a receive buffer of 16 KiB. */
  private static final int CLIENTS_KERNEL = 2 * RunningBridge.RECEIVE_BUFFER;

  /** What the bridge lets its own kernel hold: SO_SNDBUF of 64 KiB, of which Linux makes 128. */
  private static final int BRIDGES_KERNEL = 128 * 1024;

  private static final int OUTBOX = 32 * 1024;

  private TestStream backlog(int events) {
    TestStream stream = stream();
    stream.publishMany(events, n -> "t." + n % 7, n -> TestEvents.cloudEvent(n, EVENT_BYTES));
    return stream;
  }

  @Nested
  @DisplayName("stops reading")
  class Stopped {
    @ParameterizedTest(name = "with a window of {0} events")
    @ValueSource(strings = {"16", "100000"})
    @Clause("P-7.2")
    @DisplayName("is cut off after the send timeout, and nothing of it outlives that")
    void cutOff(String window) {
      TestStream stream = backlog(2_000);
      RunningBridge bridge =
          bridge(stream, "window.max-events", window, "session.send-timeout", "1s");
      try (RawWebSocket stopped = bridge.slowly("?since=0").bytesPerSecond(0).open()) {
        bridge.awaitSessions(1);
        bridge.awaitSessions(0);
        assertThat(bridge.metric("jetbridge_session_closes_total{code=\"4408\"")).isOne();
        assertThat(stopped.closed()).isNull();
        Awaitility.await("its consumer to be gone")
            .atMost(LIMIT)
            .until(() -> stream.consumers() == 1);
        assertThat(bridge.metric("jetbridge_replays_active")).isZero();
        stopped.readAtFullSpeed();
        assertThat(stopped.awaitClose(LIMIT).code()).isIn(1006, 4408);
      }
    }

    @Test
    @Clause({"P-7.1", "P-8.1"})
    @DisplayName("finds its pong behind no more than one outbox and what the kernels hold")
    void pongBeforeData() {
      TestStream stream = backlog(5_000);
      RunningBridge bridge = bridge(stream, "window.max-events", "16");
      try (RawWebSocket client = bridge.slowly("?since=0").bytesPerSecond(0).open()) {
        long before = awaitStalled(bridge);
        WebSocketFrame ping = WebSocketFrame.ping("here");
        client.send(ping);
        Awaitility.await("the ping to be answered")
            .atMost(LIMIT)
            .until(() -> bytes(bridge) > before);
        client.readAtFullSpeed();
        assertThat(bytesBefore(client, WebSocketFrame.PONG))
            .isLessThan(OUTBOX + BRIDGES_KERNEL + CLIENTS_KERNEL);
      }
    }

    @Test
    @Clause({"P-7.1", "P-9"})
    @DisplayName("finds its close behind no more than that")
    void closeBeforeData() {
      TestStream stream = backlog(5_000);
      RunningBridge bridge = bridge(stream, "window.max-events", "16");
      try (RawWebSocket client = bridge.slowly("?since=0").bytesPerSecond(0).open()) {
        awaitStalled(bridge);
        Thread.ofVirtual().start(bridge.bridge()::drain);
        Awaitility.await("the close to be said")
            .atMost(LIMIT)
            .until(() -> bridge.sessions().get(0).get("state").asText().equals("closing"));
        client.readAtFullSpeed();
        assertThat(bytesBefore(client, WebSocketFrame.CLOSE))
            .isLessThan(OUTBOX + BRIDGES_KERNEL + CLIENTS_KERNEL);
      }
    }

    /** Waits until the bridge hands the only session nothing more; returns the bytes so far. */
    private long awaitStalled(RunningBridge bridge) {
      bridge.awaitSessions(1);
      long[] last = {-1};
      Awaitility.await("the client's queues to be full")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(300))
          .until(() -> {
            long before = last[0];
            last[0] = bytes(bridge);
            return last[0] == before && before > OUTBOX;
          });
      return last[0];
    }

    private long bytes(RunningBridge bridge) {
      JsonNode sessions = bridge.sessions();
      return sessions.get(0).get("bytes").asLong();
    }

    private long bytesBefore(RawWebSocket client, int opcode) {
      long bytes = 0;
      WebSocketFrame frame = client.readFrame();
      while (frame.opcode() != opcode) {
        bytes += frame.payload().length;
        frame = client.readFrame();
      }
      return bytes;
    }
  }

  @Nested
  @DisplayName("reads slowly")
  class Slow {
    @Test
    @Clause({"P-7.2", "P-7.3", "P-7.1"})
    @DisplayName("at 4 KB/s loses nothing, and is not taken for one that stopped")
    void fourKilobytesPerSecond() {
      TestStream stream = backlog(1_000);
      // Its kernel takes some 40 KB at a time: every ten seconds.
      RunningBridge bridge =
          bridge(
              stream,
              "window.max-events",
              "16",
              "session.heartbeat",
              "8s",
              "session.send-timeout",
              "16s");
      try (FeedReader slow = FeedReader.open(bridge.slowly("?since=0").bytesPerSecond(4_096))) {
        slow.awaitEvents(100);
        assertThat(bridge.sessions().get(0).get("state").asText()).isEqualTo("replaying");
        slow.socket().readAtFullSpeed();
        FeedTruth.of(stream.truth()).assertDelivered(slow.awaitEvents(1_000));
      }
    }

    @Test
    @Clause({"P-7.1", "P-7.3"})
    @DisplayName("behind a saturated link of 256 kbit/s is pinged all the while and loses nothing")
    void saturatedLink() {
      TestStream stream = backlog(600);
      RunningBridge bridge =
          bridge(
              stream,
              "window.max-events",
              "16",
              "session.heartbeat",
              "1s",
              "session.send-timeout",
              "20s");
      try (FaultProxy link = FaultProxy.to(bridge.port())) {
        link.downstream().bandwidth(32_000);
        try (FeedReader slow = FeedReader.open(bridge.through(link, "?since=0"))) {
          FeedTruth.of(stream.truth()).assertDelivered(slow.awaitEvents(600));
          assertThat(slow.socket().pings()).isGreaterThan(5);
        }
      }
    }

    @Test
    @Clause("P-7.3")
    @DisplayName("in the window until it overruns him loses nothing either")
    void overrun() {
      TestStream stream = stream();
      RunningBridge bridge = bridge(stream, "window.max-events", "50");
      try (FeedReader slow = FeedReader.open(bridge.slowly("").bytesPerSecond(0))) {
        bridge.awaitSessions(1);
        stream.publishMany(3_000, n -> "t.a", n -> TestEvents.cloudEvent(n, EVENT_BYTES));
        Awaitility.await("the window to have passed the reader")
            .atMost(LIMIT)
            .until(() -> bridge.metric("jetbridge_window_head ") >= 3_000);
        slow.socket().readAtFullSpeed();
        FeedTruth.of(stream.truth()).assertDelivered(slow.awaitEvents(3_000));
        assertThat(bridge.metric("jetbridge_overruns_total")).isPositive();
      }
    }
  }

  @Nested
  @DisplayName("is one of 300 slow ones that began at 0")
  class Herd {
    @Test
    @Clause("P-7.3")
    @DisplayName("keeps nobody else from replaying, costs little memory and loses nothing")
    void threeHundred() {
      TestStream stream = backlog(20_000);
      RunningBridge bridge =
          bridge(stream, "window.max-events", "100", "server.max-connections-per-address", "400");
      List<FeedReader> slow = new ArrayList<>();
      for (int i = 0; i < 260; i++) {
        RawWebSocket unused = closing(bridge.slowly("?since=0").bytesPerSecond(0).open());
      }
      for (int i = 0; i < 40; i++) {
        slow.add(closing(FeedReader.open(bridge.slowly("?since=0").bytesPerSecond(4_096))));
      }
      bridge.awaitSessions(300);
      FeedTruth truth = FeedTruth.of(stream.truth());
      try (FeedReader fast = bridge.follow("?since=0")) {
        truth.assertDelivered(fast.awaitEvents(20_000));
      }
      assertThat(bridge.metric("jetbridge_session_closes_total")).isZero();
      assertThat((long) bridge.metric("netty_allocator_memory_pinned_bytes"))
          .isLessThan(300L * (OUTBOX + 32 * 1024));
      FeedReader one = slow.getFirst();
      one.socket().readAtFullSpeed();
      truth.assertDelivered(one.awaitEvents(20_000));
    }
  }
}
