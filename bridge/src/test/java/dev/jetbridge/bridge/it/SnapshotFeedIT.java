package dev.jetbridge.bridge.it;

import static dev.jetbridge.bridge.it.RunningBridge.TOKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.it.SnapshotClient.Snapshot;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.HttpAnswer;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.RawWebSocketBuilder;
import dev.jetbridge.testkit.TestStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A view that begins with a snapshot")
class SnapshotFeedIT extends BridgeTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Moments at which a view is begun; 100 for the judged run. */
  private static final int MOMENTS = Integer.getInteger("jetbridge.snapshot.moments", 12);

  private static final int KEYS = 300;

  @TempDir Path directory;

  private static byte[] event(long n) {
    String type = n % 9 == 0 ? "thing.deleted" : "thing.changed";
    return """
    {"specversion":"1.0","id":"%d","source":"/s/%d","type":"%s","data":{"n":%d}}\
    """
        .formatted(n, n % 5, type, n)
        .getBytes(UTF_8);
  }

  private static long publish(TestStream stream, long from, int count) {
    return stream.publishMany(
        count,
        n -> "t." + Long.remainderUnsigned(((from + n) * 0x9E3779B97F4A7C15L) >>> 7, KEYS),
        n -> event(from + n));
  }

  private String[] settings(String... more) {
    return RunningBridge.and(
        more,
        "snapshot.mode",
        "embedded",
        "snapshot.delete-types",
        "*.deleted",
        "snapshot.checkpoints",
        "directory",
        "snapshot.directory",
        directory.toString(),
        "snapshot.checkpoint-interval",
        "200ms",
        "session.bookmark-interval",
        "1s");
  }

  private RunningBridge serving(TestStream stream, String... more) {
    RunningBridge bridge = starting(stream.name(), settings(more));
    awaitServed(bridge);
    return bridge;
  }

  private static void awaitServed(RunningBridge bridge) {
    Awaitility.await("bridge ready and snapshot served")
        .atMost(LIMIT)
        .until(() -> bridge.isReady() && bridge.metric("jetbridge_snapshot_served") == 1);
  }

  /** A random moment's view, and up to where it claims to be right. */
  private static SnapshotView view(RunningBridge bridge, boolean onTheFeed, long ahead) {
    if (onTheFeed) {
      try (RawWebSocket feed = bridge.request("?since=snapshot").open()) {
        SnapshotView view = SnapshotView.told(feed);
        return view.follow(feed, view.cursor() + ahead);
      }
    }
    Snapshot snapshot = new SnapshotClient(bridge.port(), TOKEN).snapshot("");
    try (RawWebSocket feed = bridge.request(snapshot.since()).open()) {
      return SnapshotView.of(snapshot).follow(feed, snapshot.cursor() + ahead);
    }
  }

  @Nested
  @DisplayName("at random moments")
  class Moments {
    private final SplittableRandom random = new SplittableRandom(20260531);
    private final AtomicLong published = new AtomicLong();
    private final AtomicBoolean stop = new AtomicBoolean();

    private Thread pouring(TestStream stream) {
      return Thread.ofPlatform()
          .daemon()
          .start(() -> {
            while (!stop.get()) {
              try {
                long unused = publish(stream, published.get(), 50);
                published.addAndGet(50);
                Thread.sleep(10);
              } catch (InterruptedException e) {
                return;
              } catch (RuntimeException e) {
                // The broker is away: what it took of these is its own to tell.
                published.addAndGet(50);
              }
            }
          });
    }

    private void disturb(int moment, RunningBridge[] bridge, TestStream stream) throws IOException {
      switch (moment % 6) {
        case 1 -> {
          bridge[0].close();
          bridge[0] = serving(stream);
        }
        case 3 -> {
          nats.kill();
          nats.restart();
          awaitServed(bridge[0]);
        }
        case 5 -> {
          bridge[0].close();
          Path file = directory.resolve(stream.name() + ".checkpoint");
          byte[] bytes = Files.readAllBytes(file);
          int flipped = random.nextInt(bytes.length);
          bytes[flipped] = (byte) (bytes[flipped] ^ (1 << random.nextInt(8)));
          int length = moment % 12 == 5 ? bytes.length : random.nextInt(bytes.length);
          Files.write(file, java.util.Arrays.copyOf(bytes, length));
          bridge[0] = serving(stream);
          assertThat(bridge[0].metric("jetbridge_snapshot_rebuilds_total{cause=\"broken\"}"))
              .isEqualTo(1);
        }
        default -> {}
      }
    }

    @Test
    @DisplayName(
        "equals a full replay while events pour in, across restarts, a killed broker and damaged"
            + " checkpoints")
    @Clause({"P-10.1", "P-10.5"})
    void equalsReplay() throws Exception {
      TestStream stream = stream();
      long unused = publish(stream, 0, 2_000);
      published.set(2_000);
      RunningBridge[] bridge = {serving(stream)};
      Thread pouring = pouring(stream);
      List<SnapshotView> views = new ArrayList<>();
      try {
        for (int moment = 0; moment < MOMENTS; moment++) {
          disturb(moment, bridge, stream);
          long from = published.get() + random.nextInt(300);
          Awaitility.await("more events").atMost(LIMIT).until(() -> published.get() >= from);
          views.add(view(bridge[0], random.nextBoolean(), random.nextInt(600)));
        }
      } finally {
        stop.set(true);
        pouring.join();
      }
      var truth = stream.truth();
      for (SnapshotView view : views) {
        assertThat(view.state())
            .as("at " + view.cursor())
            .isEqualTo(SnapshotView.replayed(truth, view.cursor()));
      }
    }

    @Test
    @DisplayName("equals a replay of what is left, and is not called complete, after a trim")
    @Clause("P-10.1")
    void trimmed() {
      TestStream stream = stream();
      long last = publish(stream, 0, 2_000);
      RunningBridge bridge = serving(stream, "snapshot.key", "subject");
      new SnapshotClient(bridge.port(), TOKEN).snapshot("?at-least=" + last + "&wait=30s");
      bridge.close();
      last = publish(stream, 2_000, 2_000);
      stream.purgeBelow(last - 900);
      RunningBridge again = serving(stream);
      Snapshot snapshot = new SnapshotClient(again.port(), TOKEN).snapshot("");
      assertThat(snapshot.complete()).isFalse();
      assertThat(again.metric("jetbridge_snapshot_complete")).isZero();
      long goal = publish(stream, 4_000, 200);
      try (RawWebSocket feed = again.request(snapshot.since()).open()) {
        SnapshotView view = SnapshotView.of(snapshot).follow(feed, goal);
        assertThat(view.state()).isEqualTo(SnapshotView.replayed(stream.truth(), goal));
      }
    }
  }

  @Nested
  @DisplayName("on the feed")
  class OnTheFeed {
    @Test
    @DisplayName("is told the items between begin and end, and what comes after")
    @Clause("P-10.5")
    void order() {
      TestStream stream = stream();
      long last = publish(stream, 0, 1_000);
      RunningBridge bridge = serving(stream);
      new SnapshotClient(bridge.port(), TOKEN).snapshot("?at-least=" + last + "&wait=30s");
      try (RawWebSocket feed = bridge.request("?since=snapshot").open()) {
        assertThat(feed.readText())
            .startsWith("{\"type\":\"hello\"")
            .contains("\"cursor\":" + last + ",");
        assertThat(feed.readText())
            .startsWith("{\"type\":\"snapshot_begin\",\"cursor\":" + last + ",\"time\":\"")
            .contains("\"epoch\":\"")
            .matches(".*\"count\":\\d+}");
        String message = feed.readText();
        while (message.startsWith("{\"type\":\"item\",\"key\":\"t.")) {
          assertThat(message)
              .contains("\"seq\":", "\"subject\":\"t.", "\"value\":{\"specversion\"");
          message = feed.readText();
        }
        assertThat(message).isEqualTo("{\"type\":\"snapshot_end\",\"cursor\":" + last + "}");
        assertThat(feed.readText()).startsWith("{\"type\":\"caught_up\",\"seq\":" + last);
        publish(stream, 1_000, 1);
        assertThat(feed.readText()).startsWith("{\"seq\":" + (last + 1) + ",");
      }
    }

    @Test
    @DisplayName("shows a slow reader one version, while others and the fold go on")
    @Clause("P-10.5")
    void slow() {
      TestStream stream = stream();
      stream.publishMany(2_500, n -> "t." + n, SnapshotFeedIT::event);
      RunningBridge bridge = serving(stream);
      new SnapshotClient(bridge.port(), TOKEN).snapshot("?at-least=2500&wait=30s");
      try (RawWebSocket slow = bridge.slowly("?since=snapshot").open()) {
        assertThat(slow.readText()).contains("hello");
        long last = stream.publishMany(2_500, n -> "t." + n, n -> event(n + 1));
        Snapshot now =
            new SnapshotClient(bridge.port(), TOKEN).snapshot("?at-least=" + last + "&wait=30s");
        assertThat(now.cursor()).isEqualTo(last);
        SnapshotView view = SnapshotView.told(slow);
        var truth = stream.truth();
        assertThat(view.cursor()).isEqualTo(2_500);
        assertThat(view.state()).isEqualTo(SnapshotView.replayed(truth, 2_500));
        assertThat(view.follow(slow, last).state()).isEqualTo(SnapshotView.replayed(truth, last));
      }
    }

    @Test
    @DisplayName("is refused without the subprotocol, without a snapshot, and beyond permissions")
    @Clause({"P-10.5", "P-10.2"})
    void refused() throws IOException {
      TestStream stream = stream();
      Path tokens = directory.resolve("tokens.yaml");
      Files.writeString(
          tokens,
          """
          tokens:
            - {name: some, token: token-of-some, subjects: ["t.1", "t.2"]}
            - {name: all, token: token-of-all, subjects: [">"]}
          """);
      publish(stream, 0, 2_000);
      RunningBridge bySubject = serving(stream, "auth.tokens-file", tokens.toString());
      RunningBridge bySource =
          serving(
              stream,
              "snapshot.key",
              "source",
              "snapshot.checkpoints",
              "none",
              "auth.tokens-file",
              tokens.toString());
      assertThat(
              refusal(
                  RawWebSocket.to(bySubject.port())
                      .path("/ws/events?since=snapshot")
                      .bearer("token-of-all")))
          .isEqualTo("400 bad-parameter");
      assertThat(refusal(bridge(stream).request("?since=snapshot"))).isEqualTo("400 bad-parameter");
      assertThat(refusal(asking(bySource, "?since=snapshot&subject=t.1", "token-of-all")))
          .isEqualTo("400 bad-parameter");
      assertThat(refusal(asking(bySource, "?since=snapshot", "token-of-some")))
          .isEqualTo("403 forbidden-scope");
      assertThat(refusal(asking(bySubject, "?since=snapshot&subject=t.3", "token-of-some")))
          .isEqualTo("403 forbidden-subject");
      try (RawWebSocket feed = asking(bySubject, "?since=snapshot", "token-of-some").open()) {
        assertThat(SnapshotView.told(feed).state().keySet()).isSubsetOf("t.1", "t.2");
      }
    }

    private static RawWebSocketBuilder asking(RunningBridge bridge, String query, String token) {
      return RawWebSocket.to(bridge.port())
          .path("/ws/events" + query)
          .bearer(token)
          .subprotocols("jetbridge.v1");
    }

    private static String refusal(RawWebSocketBuilder request) {
      HttpAnswer answer = request.refusal();
      return answer.status()
          + answer.text().replaceAll(".*\"type\":\"/problems/([a-z-]+)\".*", " $1");
    }
  }
}
