package dev.jetbridge.bridge.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jetbridge.bridge.app.StandaloneSnapshot;
import dev.jetbridge.bridge.log.LogLines;
import dev.jetbridge.config.Settings;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.FeedTruth;
import dev.jetbridge.testkit.HttpAnswer;
import dev.jetbridge.testkit.RawHttp;
import dev.jetbridge.testkit.RawWebSocketBuilder;
import dev.jetbridge.testkit.TestStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

@DisplayName("A bridge that drains")
class DrainIT extends BridgeTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static CompletableFuture<Void> drain(RunningBridge bridge) {
    CompletableFuture<Void> drained = CompletableFuture.runAsync(bridge.bridge()::drain);
    Awaitility.await("the drain to begin")
        .atMost(LIMIT)
        .until(() -> !bridge.isReady() || drained.isDone());
    return drained;
  }

  private static long millis(JsonNode goaway, String member) {
    return goaway.get(member).asLong(-1);
  }

  @Nested
  @DisplayName("while sessions are left")
  class Meanwhile {
    @Test
    @Clause({"P-1.2", "P-2.6"})
    @DisplayName("is unready at once, refuses new feeds, and goes on delivering to the others")
    void unready() {
      TestStream stream = stream();
      stream.publishMany(10, "t.a");
      RunningBridge bridge = bridge(stream, "drain.window", "1500ms");
      List<FeedReader> feeds = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        feeds.add(closing(bridge.follow("?since=0")));
        feeds.getLast().awaitEvents(10);
      }
      CompletableFuture<Void> drained = drain(bridge);
      assertThat(bridge.answer("/readyz").status()).isEqualTo(503);
      assertThat(bridge.admin("/readyz")).contains("draining");
      assertThat(bridge.metric("jetbridge_ready")).isZero();
      assertThat(bridge.answer("/livez").status()).isEqualTo(200);
      HttpAnswer refusal = bridge.request("?since=0").refusal();
      assertThat(refusal.status()).isEqualTo(503);
      assertThat(refusal.json().path("type").asText()).isEqualTo("/problems/draining");
      assertThat(Integer.parseInt(refusal.header("Retry-After"))).isPositive();
      stream.publishMany(10, "t.b");
      FeedTruth truth = FeedTruth.of(stream.truth());
      feeds.forEach(FeedReader::awaitClose);
      feeds.forEach(feed -> truth.assertBegins(feed.events()));
      assertThat(feeds).anyMatch(feed -> feed.eventCount() == 20);
      drained.join();
    }
  }

  @Nested
  @DisplayName("sends its sessions away")
  class Away {
    @Test
    @Clause({"P-6.4", "P-6.6", "P-9"})
    @DisplayName("with a goaway, then a bookmark of all they were sent, then 1001, in that order")
    void order() {
      TestStream stream = stream();
      stream.publishMany(20, "t.a");
      RunningBridge bridge = bridge(stream, "drain.window", "400ms");
      FeedReader feed = closing(bridge.follow("?since=0"));
      FeedReader sparse = closing(bridge.follow("?since=0&subject=t.none"));
      FeedReader plain = closing(FeedReader.open(plainly(bridge)));
      feed.awaitEvents(20);
      sparse.awaitControl("caught_up");
      plain.awaitEvents(20);
      drain(bridge).join();
      for (FeedReader away : List.of(feed, sparse)) {
        assertThat(away.awaitClose().code()).isEqualTo(1001);
        List<JsonNode> messages = away.messages();
        assertThat(messages.getLast().path("type").asText()).isEqualTo("bookmark");
        assertThat(messages.getLast().path("seq").asLong()).isEqualTo(20);
        JsonNode goaway = messages.get(messages.size() - 2);
        assertThat(goaway.path("type").asText()).isEqualTo("goaway");
        assertThat(millis(goaway, "reconnect_after_ms")).isBetween(0L, 400L);
        assertThat(millis(goaway, "deadline_ms")).isEqualTo(400);
      }
      assertThat(plain.awaitClose().code()).isEqualTo(1001);
      assertThat(plain.messages()).hasSize(20);
    }

    @Test
    @Clause("P-6.6")
    @DisplayName("at an even rate over the window, each no later than it was told")
    void spread() {
      TestStream stream = stream();
      RunningBridge bridge = bridge(stream, "drain.window", "1s", "server.threads", "1");
      List<FeedReader> feeds = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        feeds.add(closing(bridge.follow("")));
        JsonNode unused = feeds.getLast().awaitControl("hello");
      }
      CompletableFuture<Void> drained = drain(bridge);
      List<Long> told =
          feeds.stream()
              .map(feed -> millis(feed.awaitControl("goaway"), "reconnect_after_ms"))
              .sorted()
              .toList();
      for (int place = 0; place < told.size(); place++) {
        assertThat(told.get(place))
            .as("the place of each in the window")
            .isBetween(place * 50L, place * 50L + 50);
      }
      assertThat(feeds.stream().sorted((a, b) -> Long.compare(told(a), told(b))).toList())
          .as("lots drawn, not the order in which they came")
          .isNotEqualTo(feeds);
      // The first one's moment has come when half of them are still there.
      FeedReader first = feeds.stream().min((a, b) -> Long.compare(told(a), told(b))).orElseThrow();
      assertThat(first.awaitClose().code()).isEqualTo(1001);
      drained.join();
      feeds.forEach(feed -> assertThat(feed.awaitClose().code()).isEqualTo(1001));
    }

    private static long told(FeedReader feed) {
      return millis(feed.controls("goaway").getFirst(), "reconnect_after_ms");
    }

    @Test
    @Clause({"P-6.6", "P-6.2"})
    @DisplayName("behind their hello where they are still opening")
    void opening() throws Exception {
      TestStream stream = stream();
      stream.publishMany(200, "t.a");
      RunningBridge bridge =
          bridge(stream, "drain.window", "4s", "window.max-events", "16", "server.threads", "1");
      FeedReader live = closing(bridge.follow("?since=200"));
      JsonNode unused = live.awaitControl("caught_up");
      nats.pause();
      CompletableFuture<Void> drained;
      List<FeedReader> feeds = new ArrayList<>();
      try {
        // Of several one is sure to have most of the window left.
        for (int i = 0; i < 8; i++) {
          feeds.add(closing(bridge.follow("?since=0")));
        }
        bridge.awaitSessions(9);
        drained = drain(bridge);
        unused = live.awaitControl("goaway");
      } finally {
        nats.resume();
      }
      Awaitility.await("one that has begun during the drain")
          .atMost(LIMIT)
          .until(() -> feeds.stream().anyMatch(feed -> !feed.controls("goaway").isEmpty()));
      FeedReader begun =
          feeds.stream()
              .filter(feed -> !feed.controls("goaway").isEmpty())
              .findFirst()
              .orElseThrow();
      assertThat(begun.messages().get(0).path("type").asText()).isEqualTo("hello");
      assertThat(begun.messages().get(1).path("type").asText()).isEqualTo("goaway");
      assertThat(millis(begun.messages().get(1), "deadline_ms")).isBetween(1L, 4_000L);
      drained.join();
    }
  }

  @Test
  @Clause({"P-5.4", "P-6.4"})
  @DisplayName("gives a session in the middle of a replay a bookmark to go on from elsewhere")
  void replaying() {
    TestStream stream = stream();
    stream.publishMany(3_000, "t.a");
    FeedTruth truth = FeedTruth.of(stream.truth());
    RunningBridge old = bridge(stream, "window.max-events", "16");
    RunningBridge other = bridge(stream, "window.max-events", "16");
    FeedReader feed = closing(FeedReader.open(old.slowly("?since=0").bytesPerSecond(200_000)));
    feed.awaitEvents(300);
    CompletableFuture<Void> drained = drain(old);
    feed.socket().readAtFullSpeed();
    assertThat(feed.awaitClose().code()).isEqualTo(1001);
    long cursor = feed.messages().getLast().path("seq").asLong();
    assertThat(feed.messages().getLast().path("type").asText()).isEqualTo("bookmark");
    truth.upTo(cursor).assertDelivered(feed.events());
    assertThat(cursor).isLessThan(3_000);
    try (FeedReader rest = other.follow("?since=" + cursor)) {
      truth.after(cursor).assertDelivered(rest.awaitEvents(3_000 - (int) cursor));
    }
    drained.join();
  }

  @Nested
  @DisplayName("lets a snapshot that is under way end within the window")
  class Snapshots {
    @Test
    @DisplayName("of a bridge that holds one")
    void embedded() throws IOException {
      RunningBridge bridge = bridge(large(), and("snapshot.mode", "embedded"));
      Awaitility.await("snapshot served")
          .atMost(LIMIT)
          .until(() -> bridge.metric("jetbridge_snapshot_served") == 1);
      assertEndsWhole(bridge.port(), () -> drain(bridge));
    }

    @Test
    @DisplayName("of a process that serves nothing else, which refuses others meanwhile")
    void standalone() throws IOException {
      Settings settings = RunningBridge.settings(nats.url(), large().name(), and());
      try (StandaloneSnapshot snapshot = StandaloneSnapshot.start(settings, () -> "test")) {
        Awaitility.await("snapshot served").atMost(LIMIT).until(snapshot::isReady);
        int port = snapshot.dataAddress().getPort();
        assertEndsWhole(
            port,
            () -> {
              CompletableFuture<Void> drained = CompletableFuture.runAsync(snapshot::drain);
              Awaitility.await("the drain to begin").atMost(LIMIT).until(() -> !snapshot.isReady());
              assertThat(RawHttp.exchange(port, HEAD).status()).isEqualTo(503);
              return drained;
            });
      }
    }

    private static final String HEAD =
        "GET /snapshot HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + RunningBridge.TOKEN;

    private static String[] and(String... more) {
      return RunningBridge.and(more, "drain.window", "30s", "snapshot.checkpoints", "none");
    }

    private TestStream large() {
      TestStream stream = stream();
      stream.publishMany(
          10_000, n -> "t." + n, n -> "{\"n\":\"%0600d\"}".formatted(n).getBytes(ISO_8859_1));
      return stream;
    }

    private void assertEndsWhole(int port, Supplier<CompletableFuture<Void>> drain)
        throws IOException {
      try (Socket socket = new Socket()) {
        socket.setReceiveBufferSize(RunningBridge.RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream().write((HEAD + "\r\n\r\n").getBytes(ISO_8859_1));
        InputStream in = socket.getInputStream();
        byte[] head = in.readNBytes(1_000);
        assertThat(new String(head, ISO_8859_1)).startsWith("HTTP/1.1 200 ");
        CompletableFuture<Void> drained = drain.get();
        byte[] rest = in.readAllBytes();
        assertThat(rest.length).isGreaterThan(10_000 * 600);
        assertThat(new String(rest, rest.length - 5, 5, ISO_8859_1)).isEqualTo("0\r\n\r\n");
        drained.orTimeout(20, TimeUnit.SECONDS).join();
      }
    }
  }

  @Nested
  @DisplayName("leaves no consumer at the broker, and no error in the log")
  class Afterwards {
    @Test
    @DisplayName("where it is closed at once, replays under way")
    void closed() {
      assertNothingLeft(RunningBridge::close);
    }

    @Test
    @DisplayName("where its drain is interrupted")
    void interrupted() {
      assertNothingLeft(bridge -> {
        Thread.currentThread().interrupt();
        bridge.bridge().drain();
        assertThat(Thread.interrupted()).as("the interrupt told on").isTrue();
      });
    }

    private void assertNothingLeft(Consumer<RunningBridge> end) {
      TestStream stream = stream();
      stream.publishMany(20_000, "t.a");
      RunningBridge bridge = bridge(stream, "window.max-events", "16", "drain.window", "30s");
      FeedReader feed = closing(FeedReader.open(bridge.slowly("?since=0").bytesPerSecond(400_000)));
      feed.awaitEvents(10);
      Awaitility.await("a consumer of the tail and one of the replay")
          .atMost(LIMIT)
          .until(() -> stream.consumers() == 2);
      try (LogLines log = LogLines.of(Logger.ROOT_LOGGER_NAME)) {
        end.accept(bridge);
        assertThat(log.from(Level.ERROR)).isEmpty();
      }
      // Sooner than the broker forgets them by itself.
      Awaitility.await("the consumers to be gone")
          .atMost(Duration.ofSeconds(3))
          .until(() -> stream.consumers() == 0);
    }
  }

  private static RawWebSocketBuilder plainly(RunningBridge bridge) {
    return bridge.request("?since=0").without("Sec-WebSocket-Protocol");
  }
}
