package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.FeedTruth;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.Connection;
import io.nats.client.api.Mirror;
import io.nats.client.api.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What docs/scale.md says of regions, tried. */
@DisplayName("A bridge at a leaf node")
@EnabledIfSystemProperty(
    named = "jetbridge.robustness",
    matches = "\\d+",
    disabledReason = "before a release: -Djetbridge.robustness=1")
class LeafNodeIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @AfterEach
  void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private <T extends AutoCloseable> T closing(T resource) {
    opened.push(resource);
    return resource;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private NatsServer hub(int leafPort) {
    return closing(
        NatsServer.builder()
            .name("hub")
            .jetStream("domain: hub")
            .config("leafnodes { listen: \"127.0.0.1:%d\" }".formatted(leafPort))
            .start());
  }

  private static String remote(int leafPort) {
    return "leafnodes { reconnect: 1, remotes: [ { url: \"nats://127.0.0.1:%d\" } ] }"
        .formatted(leafPort);
  }

  private NatsServer edge(int leafPort) {
    return closing(
        NatsServer.builder()
            .name("edge")
            .jetStream("domain: edge")
            .config(remote(leafPort))
            .start());
  }

  private RunningBridge bridge(NatsServer nats, TestStream stream) {
    return closing(RunningBridge.start(nats.url(), stream.name())).awaitReady();
  }

  private static void awaitMirrored(TestStream mirror, long last) {
    Awaitility.await("the copy to have event " + last)
        .atMost(LIMIT)
        .until(() -> mirror.state().getLastSequence() >= last);
  }

  @Test
  @Clause({"P-4.8", "P-5.4"})
  @DisplayName("without JetStream of its own reads the hub's stream, and outlives the hub's death")
  void through() throws IOException {
    int leafPort = freePort();
    NatsServer hub = hub(leafPort);
    NatsServer leaf =
        closing(
            NatsServer.builder()
                .name("leaf")
                .withoutJetStream()
                .config(remote(leafPort))
                .config("mappings { \"$JS.API.>\": \"$JS.hub.API.>\" }")
                .start());
    TestStream stream = Streams.create(hub.connect(), Streams.file("t.>"));
    stream.publishMany(100, "t.a");
    RunningBridge bridge = bridge(leaf, stream);
    FeedReader feed = closing(bridge.follow("?since=0"));
    feed.awaitEvents(100);
    hub.kill();
    assertThat(feed.awaitControl("upstream").path("state").asText()).isEqualTo("down");
    hub.restart();
    bridge.awaitReady();
    stream.publishMany(100, "t.b");
    FeedTruth.of(stream.truth()).assertDelivered(feed.awaitEvents(200));
  }

  @Test
  @Clause("P-4.6")
  @DisplayName("serves a mirror while the hub is away, and the rest when it is back")
  void mirror() throws IOException {
    int leafPort = freePort();
    NatsServer hub = hub(leafPort);
    NatsServer edge = edge(leafPort);
    TestStream origin = Streams.create(hub.connect(), Streams.file("t.>"));
    origin.publishMany(100, "t.a");
    Connection connection = edge.connect();
    TestStream mirror =
        Streams.create(
            connection,
            Streams.file()
                .mirror(Mirror.builder().sourceName(origin.name()).domain("hub").build()));
    awaitMirrored(mirror, 100);
    RunningBridge bridge = bridge(edge, mirror);
    FeedReader feed = closing(bridge.follow("?since=0"));
    feed.awaitEvents(100);
    hub.kill();
    FeedReader meanwhile = closing(bridge.follow("?since=40"));
    FeedTruth.of(mirror.truth()).after(40).assertDelivered(meanwhile.awaitEvents(60));
    assertThat(bridge.isReady()).isTrue();
    hub.restart();
    origin.publishMany(50, "t.b");
    awaitMirrored(mirror, 150);
    assertThat(mirror.truth()).hasSize(150);
    FeedTruth.of(origin.truth()).assertDelivered(feed.awaitEvents(150));
  }

  @Test
  @Clause("P-4.6")
  @DisplayName("serves a stream with sources in that stream's own order and numbers")
  void sources() throws IOException {
    int leafPort = freePort();
    NatsServer hub = hub(leafPort);
    NatsServer edge = edge(leafPort);
    TestStream one = Streams.create(hub.connect(), Streams.file("one.>"));
    TestStream two = Streams.create(hub.connect(), Streams.file("two.>"));
    one.publishMany(60, "one.a");
    two.publishMany(40, "two.a");
    Connection connection = edge.connect();
    TestStream joined =
        Streams.create(
            connection,
            Streams.file()
                .sources(
                    Source.builder().sourceName(one.name()).domain("hub").build(),
                    Source.builder().sourceName(two.name()).domain("hub").build()));
    awaitMirrored(joined, 100);
    RunningBridge bridge = bridge(edge, joined);
    FeedReader feed = closing(bridge.follow("?since=0"));
    feed.awaitEvents(100);
    one.publishMany(10, "one.b");
    awaitMirrored(joined, 110);
    FeedTruth.of(joined.truth()).assertDelivered(feed.awaitEvents(110));
    FeedReader some = closing(bridge.follow("?since=0&subject=two.>"));
    assertThat(some.awaitEvents(40)).hasSize(40);
  }
}
