package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.CloseSeen;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.FeedTruth;
import dev.jetbridge.testkit.HttpAnswer;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.RawWebSocketBuilder;
import dev.jetbridge.testkit.TestCertificate;
import dev.jetbridge.testkit.TestStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Two bridges behind a proxy, by the file that is shipped for it")
class ReverseProxyIT extends BridgeTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir static Path shared;
  @TempDir Path folder;
  private TestCertificate tls;

  /** A proxy and the bridges behind it. */
  private record Site(ReverseProxy proxy, RunningBridge one, RunningBridge two) {}

  @BeforeAll
  void makeCertificate() {
    tls = TestCertificate.create(shared);
  }

  private Site site(ReverseProxy.Kind kind, TestStream stream, String idle, String... settings) {
    // Before anything is started for it.
    String unused = kind.find();
    List<String> all = new ArrayList<>(List.of(settings));
    if (kind.tellsClients()) {
      all.addAll(List.of("server.proxy-protocol", "required"));
    }
    if (kind.passesTlsThrough()) {
      all.addAll(List.of("server.tls.certificate-file", tls.certificate().toString()));
      all.addAll(List.of("server.tls.key-file", tls.privateKey().toString()));
    }
    RunningBridge one = bridge(stream, all.toArray(String[]::new));
    RunningBridge two = bridge(stream, all.toArray(String[]::new));
    ReverseProxy proxy = closing(ReverseProxy.start(kind, folder, tls, one, two, idle));
    Awaitility.await("the proxy to have found its bridges")
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> request(proxy, "").without("Authorization").refusal().status() == 401);
    return new Site(proxy, one, two);
  }

  private RawWebSocketBuilder request(ReverseProxy proxy, String query) {
    RawWebSocketBuilder request = RawWebSocket.to(proxy.port());
    return (proxy.isSecure() ? request.tls(tls.client()) : request)
        .path("/ws/events" + query)
        .bearer(RunningBridge.TOKEN)
        .subprotocols("jetbridge.v1");
  }

  private FeedReader follow(ReverseProxy proxy, String query) {
    return closing(FeedReader.open(request(proxy, query)));
  }

  @ParameterizedTest
  @EnumSource
  @Clause({"P-2.6", "P-4.2", "P-7.1"})
  @DisplayName(
      "open feeds, refuse, stay idle for longer than the proxy allows, and close with 4410")
  void passes(ReverseProxy.Kind kind) {
    TestStream stream = stream();
    stream.publishMany(100, "t.a");
    Site site = site(kind, stream, "1s", "session.heartbeat", "200ms");
    ReverseProxy proxy = site.proxy();
    RunningBridge one = site.one();
    RunningBridge two = site.two();
    FeedReader feed = follow(proxy, "?since=0");
    feed.awaitEvents(100);
    Awaitility.await("two idle time-outs to pass")
        .atMost(LIMIT)
        .until(() -> feed.socket().pings() >= 10);
    stream.publishMany(1, "t.b");
    FeedTruth.of(stream.truth()).assertDelivered(feed.awaitEvents(101));
    if (kind.tellsClients()) {
      List<String> clients = new ArrayList<>();
      one.sessions().forEach(session -> clients.add(session.path("remote").asText()));
      two.sessions().forEach(session -> clients.add(session.path("remote").asText()));
      assertThat(clients).containsExactly("127.0.0.1:" + feed.socket().localPort());
    }

    HttpAnswer refusal = request(proxy, "?sicne=5").refusal();
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.header("Content-Type")).isEqualTo("application/problem+json");

    stream.purgeBelow(50);
    // The window follows within its trim interval.
    Awaitility.await("the window to know")
        .atMost(LIMIT)
        .until(() -> floor(one) > 40 && floor(two) > 40);
    FeedReader gone = follow(proxy, "?since=10");
    CloseSeen end = gone.awaitClose();
    assertThat(end.code()).isEqualTo(4410);
    assertThat(end.reason()).isEqualTo("retention-exhausted");
    assertThat(gone.controls("/problems/ws/retention-exhausted")).hasSize(1);
  }

  private static double floor(RunningBridge bridge) {
    return bridge.metric("jetbridge_window_floor");
  }

  @ParameterizedTest
  @EnumSource
  @Clause({"P-5.4", "P-6.6", "P-9"})
  @DisplayName(
      "send clients away that find the other at once, and lose none that the proxy cuts off")
  void drained(ReverseProxy.Kind kind) {
    TestStream stream = stream();
    stream.publishMany(100, "t.a");
    Site site = site(kind, stream, "1s", "session.heartbeat", "1h", "drain.window", "600ms");
    ReverseProxy proxy = site.proxy();
    FeedReader feed = follow(proxy, "?since=0");
    feed.awaitEvents(100);
    // Without a heartbeat nothing keeps it: the file's time-out is one that bites.
    CloseSeen cut = feed.awaitClose();
    assertThat(cut.code()).isEqualTo(1006);
    long cursor = feed.lastSeq();

    stream.publishMany(50, "t.b");
    FeedReader resumed = follow(proxy, "?since=" + cursor);
    FeedTruth truth = FeedTruth.of(stream.truth());
    truth.after(cursor).assertDelivered(resumed.awaitEvents(50));
    RunningBridge serving = site.one().sessions().isEmpty() ? site.two() : site.one();
    RunningBridge other = serving == site.one() ? site.two() : site.one();
    CompletableFuture<Void> draining = CompletableFuture.runAsync(serving.bridge()::drain);
    JsonNode goaway = resumed.awaitControl("goaway");
    assertThat(goaway.path("deadline_ms").asLong()).isBetween(500L, 600L);
    CloseSeen end = resumed.awaitClose();
    assertThat(end.code()).isEqualTo(1001);
    assertThat(end.reason()).isEqualTo("going-away");
    JsonNode bookmark = resumed.messages().getLast();
    assertThat(bookmark.path("type").asText()).isEqualTo("bookmark");

    stream.publishMany(10, "t.c");
    FeedReader again = follow(proxy, "?since=" + bookmark.path("seq").asLong());
    FeedTruth.of(stream.truth()).after(150).assertDelivered(again.awaitEvents(10));
    assertThat(other.sessions()).hasSize(1);
    draining.join();
  }
}
