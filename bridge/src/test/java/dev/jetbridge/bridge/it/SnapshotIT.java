package dev.jetbridge.bridge.it;

import static dev.jetbridge.bridge.it.RunningBridge.TOKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.app.StandaloneSnapshot;
import dev.jetbridge.bridge.it.SnapshotClient.Item;
import dev.jetbridge.bridge.it.SnapshotClient.Snapshot;
import dev.jetbridge.config.Settings;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.HttpAnswer;
import dev.jetbridge.testkit.RawHttp;
import dev.jetbridge.testkit.TestStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A snapshot")
class SnapshotIT extends BridgeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  private static byte[] event(String source, int n) {
    return """
    {"specversion":"1.0","id":"%d","source":"%s","type":"thing.changed","data":{"n":%d,"é":"\\u0001"}}\
    """
        .formatted(n, source, n)
        .getBytes(UTF_8);
  }

  private static long publish(TestStream stream, int count) {
    return stream.publishMany(count, n -> "t." + n % 50, n -> event("/s/" + n % 7, n));
  }

  private RunningBridge serving(TestStream stream, String... more) {
    RunningBridge bridge =
        bridge(
            stream,
            RunningBridge.and(more, "snapshot.mode", "embedded", "snapshot.checkpoints", "none"));
    awaitServed(bridge);
    return bridge;
  }

  private static void awaitServed(RunningBridge bridge) {
    Awaitility.await("snapshot served")
        .atMost(LIMIT)
        .until(() -> bridge.metric("jetbridge_snapshot_served") == 1);
  }

  private static SnapshotClient client(RunningBridge bridge) {
    return new SnapshotClient(bridge.port(), TOKEN);
  }

  private static String problem(HttpResponse<byte[]> answer) {
    String text = SnapshotClient.text(answer);
    return answer.statusCode()
        + " "
        + text.replaceAll(".*\"type\":\"/problems/([a-z-]+)\".*", "$1");
  }

  private static Map<String, Long> sequences(Snapshot snapshot) {
    Map<String, Long> sequences = new TreeMap<>();
    snapshot.items().forEach((key, item) -> sequences.put(key, item.seq()));
    return sequences;
  }

  @Nested
  @DisplayName("that is read over HTTP")
  class Read {
    @Test
    @DisplayName("holds the newest event of each subject up to its cursor, as it was published")
    @Clause("P-10.1")
    void holds() {
      TestStream stream = stream();
      long last = publish(stream, 500);
      RunningBridge bridge = serving(stream);
      Snapshot snapshot = client(bridge).snapshot("?at-least=" + last + "&wait=30s");

      assertThat(snapshot.cursor()).isEqualTo(last);
      assertThat(snapshot.complete()).isTrue();
      assertThat(snapshot.time()).isNotEmpty();
      assertThat(snapshot.items()).hasSize(50);
      stream
          .truth()
          .subList(450, 500)
          .forEach(message -> {
            Item item =
                Objects.requireNonNull(snapshot.items().get(message.subject()), message.subject());
            assertThat(item.seq()).isEqualTo(message.seq());
            assertThat(item.subject()).isEqualTo(message.subject());
            assertThat(item.event().toString().getBytes(UTF_8).length).isGreaterThan(50);
            assertThat(item.event().path("id").asInt()).isEqualTo(message.seq() - 1);
          });
    }

    @Test
    @DisplayName("is the same in gzip, and has no body for HEAD")
    @Clause("P-10.3")
    void gzip() {
      TestStream stream = stream();
      stream.publishMany(6_000, n -> "t." + n, n -> event("/s", n));
      RunningBridge bridge = serving(stream);
      SnapshotClient client = client(bridge);
      HttpResponse<byte[]> plain = client.get("/snapshot?at-least=6000&wait=30s");
      HttpResponse<byte[]> zipped =
          client.get("/snapshot?at-least=6000&wait=30s", "Accept-Encoding", "br, gzip");

      assertThat(plain.body()).hasSizeGreaterThan(600_000);
      assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
      assertThat(zipped.body()).hasSizeLessThan(plain.body().length / 3);
      assertThat(SnapshotClient.unzipped(zipped.body())).isEqualTo(plain.body());
      assertThat(plain.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(plain.headers().firstValue("Cache-Control")).contains("private, no-cache");
      assertThat(plain.headers().firstValue("Vary"))
          .contains("Authorization, Accept-Encoding, Origin");

      HttpResponse<byte[]> head = client.send("HEAD", "/snapshot");
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValue("ETag")).isEqualTo(plain.headers().firstValue("ETag"));
    }

    @Test
    @DisplayName("is answered 304 where the client has it")
    @Clause("P-10.3")
    void notModified() {
      TestStream stream = stream();
      long last = publish(stream, 100);
      RunningBridge bridge = serving(stream);
      SnapshotClient client = client(bridge);
      String tag =
          client
              .get("/snapshot?at-least=" + last + "&wait=30s")
              .headers()
              .firstValue("ETag")
              .orElseThrow();

      HttpResponse<byte[]> same = client.get("/snapshot", "If-None-Match", "\"other\", " + tag);
      assertThat(same.statusCode()).isEqualTo(304);
      assertThat(same.headers().firstValue("ETag")).contains(tag);
      assertThat(same.body()).isEmpty();
      assertThat(client.get("/snapshot?subject=t.1", "If-None-Match", tag).statusCode())
          .isEqualTo(200);
      assertThat(
              client.get("/snapshot", "If-None-Match", tag, "Accept-Encoding", "gzip").statusCode())
          .isEqualTo(200);
      last = publish(stream, 1);
      assertThat(
              client
                  .get("/snapshot?at-least=" + last + "&wait=30s", "If-None-Match", tag)
                  .statusCode())
          .isEqualTo(200);
    }

    @Test
    @DisplayName("waits for the sequence that is asked for, and says so where it does not come")
    @Clause("P-10.4")
    void atLeast() throws Exception {
      TestStream stream = stream();
      long last = publish(stream, 10);
      RunningBridge bridge = serving(stream);
      SnapshotClient client = client(bridge);
      HttpResponse<byte[]> late = client.get("/snapshot?at-least=" + (last + 1) + "&wait=200ms");
      assertThat(problem(late)).isEqualTo("503 snapshot-behind");
      assertThat(late.headers().firstValue("Retry-After")).isPresent();

      try (ExecutorService waiting = Executors.newSingleThreadExecutor()) {
        Future<Snapshot> answer =
            waiting.submit(() -> client.snapshot("?at-least=" + (last + 1) + "&wait=30s"));
        publish(stream, 1);
        assertThat(answer.get().cursor()).isGreaterThan(last);
      }
    }

    @Test
    @DisplayName("is refused until it has caught up")
    @Clause("P-10.4")
    void notReady() {
      RunningBridge bridge =
          starting("NOT-THERE", "snapshot.mode", "embedded", "snapshot.checkpoints", "none");
      HttpResponse<byte[]> answer = client(bridge).get("/snapshot");
      assertThat(problem(answer)).isEqualTo("503 snapshot-not-ready");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(problem(client(bridge).get("/snapshot/sources")))
          .isEqualTo("503 snapshot-not-ready");
    }

    @Test
    @DisplayName("is not there unless it is configured, and elsewhere where that is")
    @Clause("P-10.1")
    void offAndElsewhere() {
      TestStream stream = stream();
      assertThat(problem(client(bridge(stream)).get("/snapshot"))).isEqualTo("404 not-found");
      RunningBridge redirecting =
          bridge(stream, "snapshot.mode", "redirect", "snapshot.url", "https://s.example.org");
      HttpResponse<byte[]> answer = client(redirecting).get("/snapshot?subject=t.%3E&limit=7");
      assertThat(answer.statusCode()).isEqualTo(307);
      assertThat(answer.headers().firstValue("Location"))
          .contains("https://s.example.org/snapshot?subject=t.%3E&limit=7");
    }

    @Test
    @DisplayName("is refused where parameters are malformed or unknown")
    @Clause("P-10.4")
    void malformed() {
      RunningBridge bridge = serving(stream());
      for (String query :
          List.of(
              "?sinse=1",
              "?wait=1s",
              "?at-least=007",
              "?at-least=1&wait=31s",
              "?limit=0",
              "?after=%21",
              "?after=AAAA",
              "?subject=a..b",
              "?limit=1&limit=1")) {
        assertThat(problem(client(bridge).get("/snapshot" + query)))
            .as(query)
            .isEqualTo("400 bad-parameter");
      }
      assertThat(problem(client(bridge).send("DELETE", "/snapshot")))
          .isEqualTo("405 method-not-allowed");
      assertThat(problem(new SnapshotClient(bridge.port(), "other").get("/snapshot")))
          .isEqualTo("401 unauthorized");
    }
  }

  @Nested
  @DisplayName("with permissions")
  class Permissions {
    private String tokens() throws IOException {
      Path file = directory.resolve("tokens.yaml");
      Files.writeString(
          file,
          """
          tokens:
            - {name: some, token: token-of-some, subjects: ["t.1", "t.2"]}
            - {name: all, token: token-of-all, subjects: [">"]}
          """);
      return file.toString();
    }

    @Test
    @DisplayName("shows what the caller may read, where the key is the subject")
    @Clause("P-10.2")
    void bySubject() throws IOException {
      TestStream stream = stream();
      long last = publish(stream, 100);
      RunningBridge bridge = serving(stream, "auth.tokens-file", tokens());
      SnapshotClient some = new SnapshotClient(bridge.port(), "token-of-some");
      SnapshotClient all = new SnapshotClient(bridge.port(), "token-of-all");
      String ready = "?at-least=" + last + "&wait=30s";
      assertThat(some.snapshot(ready).items()).containsOnlyKeys("t.1", "t.2");
      assertThat(some.snapshot("?subject=t.2").items()).containsOnlyKeys("t.2");
      assertThat(all.snapshot("?subject=t.2&subject=t.3").items()).containsOnlyKeys("t.2", "t.3");
      assertThat(all.snapshot("").items()).hasSize(50);
      assertThat(problem(some.get("/snapshot?subject=t.3"))).isEqualTo("403 forbidden-subject");
      assertThat(problem(some.get("/snapshot/sources"))).isEqualTo("403 forbidden-scope");
    }

    @Test
    @DisplayName("shows nothing to who may not read all of it, where items mix subjects")
    @Clause("P-10.2")
    void mixed() throws IOException {
      TestStream stream = stream();
      long last = publish(stream, 100);
      RunningBridge bridge =
          serving(stream, "auth.tokens-file", tokens(), "snapshot.key", "source");
      SnapshotClient some = new SnapshotClient(bridge.port(), "token-of-some");
      SnapshotClient all = new SnapshotClient(bridge.port(), "token-of-all");
      assertThat(all.snapshot("?at-least=" + last + "&wait=30s").items()).hasSize(7);
      assertThat(problem(some.get("/snapshot"))).isEqualTo("403 forbidden-scope");
      assertThat(problem(all.get("/snapshot?subject=t.1"))).isEqualTo("400 bad-parameter");
    }
  }

  @Nested
  @DisplayName("that is paged through")
  class Paged {
    @Test
    @DisplayName("is one version from the first page to the last, while events pour in")
    @Clause("P-10.3")
    void oneVersion() throws Exception {
      TestStream stream = stream();
      stream.publishMany(2_000, n -> "t." + n, n -> event("/s", n));
      RunningBridge bridge = serving(stream);
      Map<String, Item> all = new TreeMap<>();
      try (Publisher publisher = Publisher.to(stream, 300, 2_000)) {
        publisher.await(200);
        Snapshot page = client(bridge).snapshot("?limit=333");
        Set<Long> cursors = new HashSet<>(List.of(page.cursor()));
        all.putAll(page.items());
        while (!page.next().isEmpty()) {
          assertThat(page.items()).hasSize(333);
          page = client(bridge).snapshot("?limit=333&after=" + page.next());
          cursors.add(page.cursor());
          page.items().forEach((key, item) -> assertThat(all.put(key, item)).as(key).isNull());
        }
        assertThat(cursors).hasSize(1);
        assertThat(all).hasSizeGreaterThanOrEqualTo(2_000);
        long cursor = page.cursor();
        assertThat(all.values()).allMatch(item -> item.seq() <= cursor);
      }
    }

    @Test
    @DisplayName("has to be begun again once its version is gone")
    @Clause("P-10.3")
    void expired() {
      TestStream stream = stream();
      publish(stream, 100);
      RunningBridge bridge = serving(stream, "snapshot.page-retention", "1s");
      Snapshot page = client(bridge).snapshot("?limit=10&at-least=100&wait=30s");
      assertThat(page.items()).hasSize(10);
      assertThat(problem(client(bridge).get("/snapshot?limit=10&subject=t.1&after=" + page.next())))
          .isEqualTo("400 bad-parameter");
      Awaitility.await("page expired")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(1_200))
          .until(() ->
              problem(client(bridge).get("/snapshot?limit=10&after=" + page.next()))
                  .equals("410 page-expired"));
    }
  }

  @Nested
  @DisplayName("that many ask for")
  class Herd {
    @Test
    @DisplayName("is made once for a thousand at a time")
    @Clause("P-10.3")
    void once() throws Exception {
      TestStream stream = stream();
      stream.publishMany(3_000, n -> "t." + n, n -> event("/s", n));
      RunningBridge bridge = serving(stream, "server.max-connections", "3000");
      byte[] expected = client(bridge).get("/snapshot?at-least=3000&wait=30s").body();
      double before = bridge.metric("jetbridge_snapshot_pieces_total");
      int herd = 1_000;
      try (ExecutorService clients = Executors.newFixedThreadPool(100)) {
        List<Future<byte[]>> answers =
            java.util.stream.IntStream.range(0, herd)
                .mapToObj(i -> clients.submit(() -> client(bridge).get("/snapshot").body()))
                .toList();
        for (Future<byte[]> answer : answers) {
          assertThat(answer.get()).isEqualTo(expected);
        }
      }
      double made = bridge.metric("jetbridge_snapshot_pieces_total") - before;
      // Some 9 pieces make it; what nobody reads for a second is let go of and made again.
      assertThat(made).isLessThan(9 * 40);
    }

    @Test
    @DisplayName("is taken from no one by a client that does not read, which is let go of")
    @Clause("P-10.3")
    void slow() {
      TestStream stream = stream();
      stream.publishMany(30_000, n -> "t." + n, n -> event("/s", n));
      RunningBridge bridge = serving(stream, "session.send-timeout", "2s");
      try (RawHttp slow = RawHttp.connect(bridge.port())) {
        slow.send(
            RawHttp.request(
                "GET /snapshot?at-least=30000&wait=30s HTTP/1.1",
                "Host: localhost",
                "Authorization: Bearer " + TOKEN));
        long last = publish(stream, 100);
        Snapshot snapshot = client(bridge).snapshot("?at-least=" + last + "&wait=30s");
        assertThat(snapshot.items()).hasSize(30_000);
        assertThat(bridge.metric("jetbridge_snapshot_cache_bytes")).isLessThan(64 << 20);
        Awaitility.await("connection closed")
            .atMost(LIMIT)
            .until(() -> bridge.metric("jetbridge_snapshot_cache_bytes") == 0);
      }
    }
  }

  @Nested
  @DisplayName("that holds what must not be kept")
  class Forgetting {
    @Test
    @DisplayName("forgets it by key or subject, and shows in its tag that it did")
    @Clause("P-10.3")
    void forgets() {
      TestStream stream = stream();
      long last = publish(stream, 100);
      RunningBridge bridge =
          serving(
              stream,
              "snapshot.checkpoints",
              "directory",
              "snapshot.directory",
              directory.toString());
      SnapshotClient client = client(bridge);
      String before =
          client
              .get("/snapshot?at-least=" + last + "&wait=30s")
              .headers()
              .firstValue("ETag")
              .orElseThrow();
      HttpAnswer one = bridge.post("/snapshot/forget?key=t.7");
      assertThat(one.status() + one.text()).isEqualTo("200{\"forgotten\":1}\n");
      assertThat(bridge.post("/snapshot/forget?subject=t.999").status()).isEqualTo(200);
      assertThat(bridge.post("/snapshot/forget?subject=t.*.x").text())
          .isEqualTo("{\"forgotten\":0}\n");
      assertThat(bridge.post("/snapshot/forget").status()).isEqualTo(400);

      HttpResponse<byte[]> answer = client.get("/snapshot", "If-None-Match", before);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("ETag")).isPresent().isNotEqualTo(before);
      assertThat(SnapshotClient.read(answer.body()).items()).hasSize(49).doesNotContainKey("t.7");

      bridge.close();
      RunningBridge again =
          serving(
              stream,
              "snapshot.checkpoints",
              "directory",
              "snapshot.directory",
              directory.toString());
      assertThat(sequences(client(again).snapshot(""))).hasSize(49).doesNotContainKey("t.7");
    }

    @Test
    @DisplayName("is made again from the stream where an operator asks")
    @Clause("P-10.1")
    void rebuilt() {
      TestStream stream = stream();
      long last = publish(stream, 100);
      RunningBridge bridge = serving(stream);
      assertThat(client(bridge).snapshot("?at-least=" + last + "&wait=30s").items()).hasSize(50);
      stream.purge("t.1");
      assertThat(client(bridge).snapshot("").items()).hasSize(50);
      assertThat(bridge.post("/snapshot/rebuild").status()).isEqualTo(204);
      Awaitility.await("state made again")
          .atMost(LIMIT)
          .ignoreExceptionsMatching(e -> true)
          .untilAsserted(() ->
              assertThat(client(bridge).snapshot("").items()).hasSize(49).doesNotContainKey("t.1"));
    }
  }

  @Nested
  @DisplayName("of a process of its own")
  class Standalone {
    @Test
    @DisplayName("is served there, and no feed is")
    @Clause("P-10.1")
    void standalone() {
      TestStream stream = stream();
      long last = publish(stream, 100);
      Settings settings =
          Settings.parse(
              Map.of(
                  "server.host",
                  "127.0.0.1",
                  "server.port",
                  "0",
                  "admin.port",
                  "0",
                  "nats.url",
                  nats.url(),
                  "stream.name",
                  stream.name(),
                  "auth.token",
                  TOKEN));
      try (StandaloneSnapshot standalone = StandaloneSnapshot.start(settings, () -> "test")) {
        Awaitility.await("ready").atMost(LIMIT).until(standalone::isReady);
        SnapshotClient client = new SnapshotClient(standalone.dataAddress().getPort(), TOKEN);
        assertThat(client.snapshot("?at-least=" + last + "&wait=30s").items()).hasSize(50);
        assertThat(problem(client.get("/ws/events"))).isEqualTo("404 not-found");
        int admin = standalone.adminAddress().getPort();
        assertThat(RawHttp.exchange(admin, "GET /readyz HTTP/1.1", "Host: localhost").status())
            .isEqualTo(200);
        assertThat(RawHttp.exchange(admin, "GET /metrics HTTP/1.1", "Host: localhost").text())
            .contains("\njetbridge_ready 1.0\n");
        assertThat(
                RawHttp.exchange(
                        admin,
                        "POST /window/reset HTTP/1.1",
                        "Host: localhost",
                        "Content-Length: 0")
                    .status())
            .isEqualTo(404);
      }
    }
  }

  @Nested
  @DisplayName("of who is alive")
  class Alive {
    @Test
    @DisplayName("lists each source with its last event and how it is judged")
    @Clause("P-10.1")
    void sources() {
      TestStream stream = stream();
      long last = publish(stream, 100);
      RunningBridge bridge =
          serving(
              stream,
              "snapshot.late-after",
              "1ms",
              "snapshot.silent-after",
              "1h",
              "snapshot.key",
              "source");
      Snapshot unused = client(bridge).snapshot("?at-least=" + last + "&wait=30s");
      String sources = SnapshotClient.text(client(bridge).get("/snapshot/sources"));
      assertThat(sources)
          .contains("\"cursor\":" + last)
          .contains("\"source\":\"/s/6\",\"state\":\"late\"")
          .contains("\"seq\":100")
          .contains("\"type\":\"thing.changed\"");
    }
  }
}
