package dev.jetbridge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.jetbridge.client.peer.Request;
import dev.jetbridge.client.peer.Script;
import dev.jetbridge.client.peer.ScriptedServer;
import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.testkit.Clause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A feed over a real socket")
@Timeout(60)
class FeedConnectionIT {
  private static final Script SERVES =
      client -> {
        long since = Long.parseLong(client.request().parameter("since"));
        client.accept().text(Frames.hello(since), Frames.event(since + 1));
        client.awaitClose();
      };

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  private ScriptedServer server(Script... scripts) throws IOException {
    ScriptedServer server = ScriptedServer.start(scripts);
    opened.add(server);
    return server;
  }

  private static FeedBuilder builder(URI server) {
    return Feed.of(server)
        .token(() -> "secret")
        .since(new StartPoint.After(Cursor.of(0)))
        .backOff(Duration.ofMillis(1), Duration.ofMillis(20))
        .firstPatience(Duration.ofSeconds(40));
  }

  private Feed feed(ScriptedServer server) {
    Feed feed = builder(server.uri()).open();
    opened.add(feed);
    return feed;
  }

  /** Reads on to the next item of this kind. */
  private static <T extends FeedItem> T until(Feed feed, Class<T> kind)
      throws InterruptedException {
    while (true) {
      FeedItem item = feed.next();
      if (kind.isInstance(item)) {
        return kind.cast(item);
      }
      if (item instanceof FeedState state && state.isFinal()) {
        throw new AssertionError("expected " + kind.getSimpleName() + " but was " + state);
      }
    }
  }

  @Nested
  @DisplayName("opens")
  class Opens {
    @Test
    @Clause({"P-2.1", "P-3.2", "P-6.1"})
    @DisplayName("with the subprotocol, the token in a header and the cursor in the query")
    void asks() throws Exception {
      ScriptedServer server = server(SERVES);
      assertThat(until(feed(server), FeedEvent.class).sequence()).isEqualTo(1);
      Request request = server.upgrades().getFirst();
      assertThat(request.target()).isEqualTo("/ws/events?since=0");
      assertThat(request.header("Sec-WebSocket-Protocol")).isEqualTo("jetbridge.v1");
      assertThat(request.header("Authorization")).isEqualTo("Bearer secret");
      assertThat(request.header("Origin")).isEmpty();
    }

    @Test
    @DisplayName("nothing where the server does not speak the subprotocol")
    void otherDialect() throws Exception {
      ScriptedServer server =
          server(client -> {
            client.accept("").text("{\"seq\":1,\"event\":{}}");
            client.awaitClose();
          });
      FeedState.Stopped end = until(feed(server), FeedState.Stopped.class);
      assertThat(end.failure())
          .isNotNull()
          .extracting(Failure::kind)
          .isEqualTo(Failure.Kind.BAD_DATA);
    }

    @Test
    @DisplayName("and leaves with a close frame that the server sees")
    void leaves() throws Exception {
      AtomicInteger code = new AtomicInteger();
      ScriptedServer server =
          server(client -> {
            client.accept().text(Frames.hello(0));
            for (int i = 1; i <= 3_000; i++) {
              client.text(Frames.event(i));
            }
            code.set(client.awaitClose());
          });
      Feed feed = feed(server);
      until(feed, FeedEvent.class);
      feed.close();
      Awaitility.await("close frame at the server")
          .untilAsserted(() -> assertThat(code).hasValue(1000));
    }
  }

  @Nested
  @DisplayName("refused")
  class Refused {
    @ParameterizedTest
    @Clause({"P-2.6", "P-2.7", "P-1.3"})
    @DisplayName("asks without an upgrade for the reason and ends with it")
    @ValueSource(ints = {400, 401, 403, 404, 405, 414, 426, 431})
    void forGood(int status) throws Exception {
      ScriptedServer server =
          server(client ->
              client.refuse(
                  status,
                  "{\"type\":\"/problems/some\",\"title\":\"Some problem\",\"status\":%d,"
                          .formatted(status)
                      + "\"detail\":\"found this, expected that\"}",
                  "WWW-Authenticate: Bearer"));
      FeedState.Stopped end = until(feed(server), FeedState.Stopped.class);
      assertThat(end.failure())
          .isEqualTo(
              new Failure(
                  Failure.Kind.REFUSED,
                  "refused with HTTP %d (Some problem: found this, expected that)"
                      .formatted(status)));
      assertThat(server.plainRequests())
          .singleElement()
          .satisfies(plain -> {
            assertThat(plain.target()).isEqualTo(server.upgrades().getFirst().target());
            assertThat(plain.header("Authorization")).isEqualTo("Bearer secret");
          });
    }

    @ParameterizedTest
    @Clause("P-2.6")
    @DisplayName("for want of room comes back, and does not ask for the reason")
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void room(int status) throws Exception {
      ScriptedServer server = server(client -> client.refuse(status, "", "Retry-After: 1"), SERVES);
      Feed feed = feed(server);
      FeedState.Waiting waiting = until(feed, FeedState.Waiting.class);
      assertThat(waiting.cause())
          .isEqualTo(new Ending.Refused(status, Duration.ofSeconds(1), null));
      assertThat(waiting.delay()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
      assertThat(until(feed, FeedEvent.class).sequence()).isEqualTo(1);
      assertThat(server.plainRequests()).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("by a page that is no problem is told by its status")
    @ValueSource(strings = {"", "<html>no</html>", "{}", "[1"})
    void otherPages(String page) throws Exception {
      ScriptedServer server = server(client -> client.refuse(403, page));
      FeedState.Stopped end = until(feed(server), FeedState.Stopped.class);
      assertThat(end.failure())
          .isEqualTo(new Failure(Failure.Kind.REFUSED, "refused with HTTP 403"));
    }

    @Test
    @DisplayName("with a reason that never ends keeps its head")
    void endless() throws Exception {
      ScriptedServer server =
          server(client -> client.refuse(403, "{\"type\":\"" + "x".repeat(10_000_000) + "\"}"));
      FeedState.Stopped end = until(feed(server), FeedState.Stopped.class);
      assertThat(end.failure())
          .isEqualTo(new Failure(Failure.Kind.REFUSED, "refused with HTTP 403"));
    }
  }

  @Nested
  @DisplayName("closed by the server")
  class Closed {
    @ParameterizedTest
    @Clause("P-9")
    @DisplayName("comes back with its cursor where that is the advice")
    @ValueSource(ints = {1000, 1001, 1011, 1012, 1013, 1014, 3000, 4401, 4408})
    void comesBack(int code) throws Exception {
      ScriptedServer server =
          server(
              client -> {
                client.accept().text(Frames.hello(0), Frames.event(1), Frames.event(2));
                client.close(code, "reason");
              },
              SERVES);
      Feed feed = feed(server);
      until(feed, FeedEvent.class);
      until(feed, FeedEvent.class);
      assertThat(until(feed, FeedState.Waiting.class).cause())
          .isEqualTo(new Ending.Closed(code, "reason"));
      assertThat(until(feed, FeedEvent.class).sequence()).isEqualTo(3);
      assertThat(server.upgrades().get(1).parameter("since")).isEqualTo("2");
    }

    @ParameterizedTest
    @Clause("P-9")
    @DisplayName("stops where that is the advice")
    @ValueSource(ints = {1002, 1003, 1007, 1008, 1009, 4403, 4000, 4999})
    void stops(int code) throws Exception {
      ScriptedServer server =
          server(client -> {
            client.accept().text(Frames.hello(0));
            client.close(code, "reason");
          });
      FeedState.Stopped end = until(feed(server), FeedState.Stopped.class);
      assertThat(end.failure())
          .isEqualTo(new Failure(Failure.Kind.REFUSED, "closed with " + code + " reason"));
      assertThat(server.upgrades()).hasSize(1);
    }

    @Test
    @Clause({"P-4.2", "P-9"})
    @DisplayName("with 4410 ends and tells what the problem frame told")
    void gone() throws Exception {
      ScriptedServer server =
          server(client -> {
            client.accept().text(Frames.hello(0), Frames.event(1), Frames.gone(40));
            client.close(4410, "retention-exhausted");
          });
      FeedState.Gone gone = until(feed(server), FeedState.Gone.class);
      assertThat(gone.problem().type()).isEqualTo("/problems/ws/retention-exhausted");
      assertThat(gone.oldest()).isEqualTo(40);
    }

    @Test
    @Clause("P-9")
    @DisplayName("without a code comes back")
    void noCode() throws Exception {
      ScriptedServer server =
          server(
              client -> {
                client.accept().text(Frames.hello(0)).frame(0x88, new byte[0]);
                client.awaitClose();
              },
              SERVES);
      Feed feed = feed(server);
      assertThat(until(feed, FeedState.Waiting.class).cause())
          .asInstanceOf(type(Ending.Closed.class))
          .extracting(Ending.Closed::code)
          .isEqualTo(1005);
      until(feed, FeedEvent.class);
    }
  }

  @Nested
  @DisplayName("cut off")
  class CutOff {
    @Test
    @Clause("P-5.4")
    @DisplayName("in the middle of a frame hands over what was whole, and the rest once, later")
    void midFrame() throws Exception {
      ScriptedServer server =
          server(
              client ->
                  client
                      .accept()
                      .text(Frames.hello(0), Frames.event(1), Frames.event(2))
                      .half(Frames.event(3)),
              SERVES);
      Feed feed = feed(server);
      List<Long> seen = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        seen.add(until(feed, FeedEvent.class).sequence());
      }
      assertThat(seen).containsExactly(1L, 2L, 3L);
    }

    @Test
    @DisplayName("by a reset comes back")
    void reset() throws Exception {
      ScriptedServer server =
          server(
              client -> {
                client.accept().text(Frames.hello(0));
                client.reset();
              },
              SERVES);
      Feed feed = feed(server);
      assertThat(until(feed, FeedState.Waiting.class).cause()).isNotInstanceOf(Ending.Broken.class);
      until(feed, FeedEvent.class);
    }

    @Test
    @DisplayName("before an answer comes back")
    void unanswered() throws Exception {
      ScriptedServer server =
          server(client -> {}, client -> client.raw("nonsense\r\n\r\n"), SERVES);
      Feed feed = feed(server);
      assertThat(until(feed, FeedState.Waiting.class).cause())
          .isInstanceOf(Ending.Unreachable.class);
      until(feed, FeedEvent.class);
      assertThat(server.upgrades()).hasSize(3);
    }

    @Test
    @DisplayName("by an answer that is no HTTP tells no more than the beginning of it")
    void noHttp() throws Exception {
      ScriptedServer server = server(client -> client.raw("nonsense".repeat(500) + "\r\n\r\n"));
      assertThat(until(feed(server), FeedState.Waiting.class).cause().toString())
          .contains("nonsense")
          .hasSizeLessThan(300);
    }

    @Test
    @Clause("P-6.4")
    @DisplayName("by silence notices after three bookmark intervals")
    void silent() throws Exception {
      ScriptedServer server =
          server(
              client -> {
                client.accept().text(Frames.hello(0, Frames.EPOCH, 1));
                client.awaitClose();
              },
              SERVES);
      Feed feed = feed(server);
      assertThat(until(feed, FeedState.Waiting.class).cause()).isInstanceOf(Ending.Silent.class);
      until(feed, FeedEvent.class);
    }

    @Test
    @DisplayName("by a server that is not there says so, and gives up in time")
    void nobody() throws Exception {
      int port;
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      }
      try (Feed feed =
          builder(URI.create("ws://localhost:" + port))
              .firstPatience(Duration.ofMillis(300))
              .open()) {
        FeedState.Stopped end = until(feed, FeedState.Stopped.class);
        assertThat(end.failure())
            .isNotNull()
            .satisfies(failure -> {
              assertThat(failure.kind()).isEqualTo(Failure.Kind.UNREACHABLE);
              assertThat(failure.message()).contains("no connection to localhost:" + port);
            });
      }
    }
  }

  @Nested
  @DisplayName("receives")
  class Receives {
    @Test
    @Clause({"P-5.1", "P-7.1"})
    @DisplayName("fragmented and huge messages whole, with pings in between")
    void fragments() throws Exception {
      String huge = "\"" + "\u00e9\u4e16\ud83d\ude00".repeat(300_000) + "\"";
      ScriptedServer server =
          server(client -> {
            client.accept().fragments(Frames.hello(0), 7);
            client.fragments(Frames.event(1, "\"\ud83d\ude00\u00e9\""), 1);
            client.fragments(Frames.event(2, huge), 16_384);
            client.text(Frames.event(3, huge));
            client.awaitClose();
          });
      Feed feed = feed(server);
      assertThat(until(feed, FeedEvent.class).json()).isEqualTo("\"\ud83d\ude00\u00e9\"");
      assertThat(until(feed, FeedEvent.class).json()).isEqualTo(huge);
      assertThat(until(feed, FeedEvent.class).json()).isEqualTo(huge);
    }

    @Test
    @Clause("P-7.3")
    @DisplayName("no more than its reader takes: the server feels a slow one")
    void backPressure() throws Exception {
      AtomicInteger sent = new AtomicInteger();
      String value = "\"" + "x".repeat(100_000) + "\"";
      int count = 1000;
      ScriptedServer server =
          server(client -> {
            client.accept().text(Frames.hello(0));
            for (int i = 1; i <= count; i++) {
              client.text(Frames.event(i, value));
              sent.set(i);
            }
            client.awaitClose();
          });
      Feed feed = feed(server);
      until(feed, FeedState.CatchingUp.class);
      AtomicInteger before = new AtomicInteger(-1);
      Awaitility.await("the server to be held up")
          .pollInterval(Duration.ofMillis(300))
          .until(() -> before.getAndSet(sent.get()) == sent.get());
      assertThat(sent).hasValueLessThan(count / 2);
      for (int i = 1; i <= count; i++) {
        assertThat(until(feed, FeedEvent.class).sequence()).isEqualTo(i);
      }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("what is no WebSocket frame, and ends")
    @ValueSource(strings = {"reserved bit", "masked", "not UTF-8", "binary", "stray continuation"})
    void brokenFrames(String fault) throws Exception {
      ScriptedServer server =
          server(client -> {
            client.accept().text(Frames.hello(0));
            switch (fault) {
              case "reserved bit" -> client.frame(0xc1, new byte[] {'x'});
              case "masked" -> client.raw("\u0081\u0081\u0001\u0002\u0003\u0004x");
              case "not UTF-8" -> client.frame(0x81, new byte[] {'"', (byte) 0xff, '"'});
              case "binary" -> client.frame(0x82, new byte[] {1});
              default -> client.frame(0x80, new byte[] {'x'});
            }
            client.awaitClose();
          });
      FeedState.Stopped end = until(feed(server), FeedState.Stopped.class);
      assertThat(end.failure())
          .isNotNull()
          .satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.BAD_DATA);
            assertThat(failure.message()).contains("found").doesNotContain("Exception");
          });
    }
  }

  @Test
  @Clause("P-9")
  @DisplayName("renews its token after 4401")
  void renewsToken() throws Exception {
    ScriptedServer server =
        server(
            client -> {
              client.accept().text(Frames.hello(0), Frames.event(1));
              client.close(4401, "token-expired");
            },
            client -> client.refuse(401, "", "WWW-Authenticate: Bearer"),
            SERVES);
    AtomicInteger number = new AtomicInteger();
    try (Feed feed =
        builder(server.uri()).token(() -> "token-" + number.incrementAndGet()).open()) {
      until(feed, FeedEvent.class);
      assertThat(until(feed, FeedEvent.class).sequence()).isEqualTo(2);
    }
    assertThat(server.upgrades())
        .extracting(request -> request.header("Authorization"))
        .doesNotHaveDuplicates()
        .hasSize(3);
  }

  @Test
  @DisplayName("never shows a token that cannot be sent")
  void badToken() throws Exception {
    ScriptedServer server = server(SERVES);
    try (Feed feed = builder(server.uri()).token(() -> "sec\nret").open()) {
      FeedState.Stopped end = until(feed, FeedState.Stopped.class);
      assertThat(end.failure())
          .isNotNull()
          .extracting(Failure::message)
          .asString()
          .contains("characters")
          .doesNotContain("ret");
    }
  }

  @Test
  @DisplayName("runs on a thread of its own for a listener, until it is closed")
  void listener() throws Exception {
    ScriptedServer server = server(SERVES);
    List<Long> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
    List<FeedState> states = new java.util.concurrent.CopyOnWriteArrayList<>();
    Feed feed =
        builder(server.uri())
            .start(
                new FeedListener() {
                  @Override
                  public void delivered(FeedEvent event) {
                    seen.add(event.sequence());
                  }

                  @Override
                  public void stateChanged(FeedState state) {
                    states.add(state);
                  }
                });
    Awaitility.await("an event").untilAsserted(() -> assertThat(seen).containsExactly(1L));
    feed.close();
    Awaitility.await("the end")
        .untilAsserted(() -> assertThat(states).endsWith(new FeedState.Stopped(null)));
  }
}
