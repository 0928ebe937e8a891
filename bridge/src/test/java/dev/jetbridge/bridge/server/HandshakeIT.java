package dev.jetbridge.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.bridge.protocol.Format;
import dev.jetbridge.config.Transport;
import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.CloseSeen;
import dev.jetbridge.testkit.HttpAnswer;
import dev.jetbridge.testkit.RawHttp;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("a handshake")
class HandshakeIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Nested
  @DisplayName("that passes")
  class Passes {
    @Test
    @DisplayName("hands over what was asked for and who asks")
    @Clause({"P-2.2", "P-2.3", "P-3.3"})
    void handsOver() {
      long before = System.nanoTime();
      try (TestPort port = TestPort.open();
          RawWebSocket feed =
              RawWebSocket.to(port.number())
                  .path("/ws/events?since=42&subject=audit.login&subject=cellos.events.a.%3E")
                  .bearer(TestPort.SOME)
                  .subprotocols("jetbridge.plain", "jetbridge.v1", "other")
                  .open()) {
        assertThat(feed.answer().header("Sec-WebSocket-Protocol")).isEqualTo("jetbridge.v1");
        FeedRequest request = port.opened();
        assertThat(request.start()).isEqualTo(new StartPoint.After(Cursor.of(42)));
        assertThat(request.filters())
            .isEqualTo(SubjectFilters.of("audit.login", "cellos.events.a.>"));
        assertThat(request.coding().format()).isEqualTo(Format.V1);
        assertThat(request.principal().name()).isEqualTo("some");
        assertThat(request.remote().getPort()).isEqualTo(feed.localPort());
        assertThat(request.arrivedNanos() - before).isPositive();
        assertThat(request.toString()).doesNotContain(TestPort.SOME);
        port.awaitOutcomes("opened");
      }
    }

    @Test
    @DisplayName("carries all that the token permits where nothing is asked for")
    @Clause("P-2.3")
    void carriesAll() {
      try (TestPort port = TestPort.open();
          RawWebSocket feed =
              RawWebSocket.to(port.number()).path("/ws/events").bearer(TestPort.SOME).open()) {
        assertThat(feed.answer().status()).isEqualTo(101);
        assertThat(port.opened().filters())
            .isEqualTo(SubjectFilters.of("cellos.events.a.>", "audit.*"));
      }
    }

    @ParameterizedTest
    @CsvSource({
      "jetbridge.v1,jetbridge.v1,V1",
      "'jetbridge.plain, x',jetbridge.plain,PLAIN",
      "x,'',PLAIN"
    })
    @DisplayName("echoes the dialect agreed on, and no other")
    @Clause({"P-3.2", "P-5.5"})
    void echoes(String offered, String echoed, Format format) {
      try (TestPort port = TestPort.open();
          RawWebSocket feed = port.feed().subprotocols(offered).open()) {
        assertThat(feed.answer().header("Sec-WebSocket-Protocol")).isEqualTo(echoed);
        assertThat(port.opened().coding().format()).isEqualTo(format);
      }
    }

    @Test
    @DisplayName("takes a browser's token, and does not echo it")
    @Clause({"P-3.2", "P-3.4"})
    void browsersToken() {
      String bearer = TestPort.bearer(TestPort.ALL);
      try (TestPort port = TestPort.open();
          RawWebSocket feed =
              RawWebSocket.to(port.number())
                  .path("/ws/events")
                  .header("Origin", TestPort.ORIGIN)
                  .header("Sec-WebSocket-Protocol", bearer)
                  .header("Sec-WebSocket-Protocol", "jetbridge.v1")
                  .open()) {
        assertThat(feed.answer().headers("Sec-WebSocket-Protocol")).containsExactly("jetbridge.v1");
      }
    }

    @Test
    @DisplayName("may name the server in its request line")
    void absoluteForm() {
      try (TestPort port = TestPort.open();
          RawWebSocket feed =
              port.feed().requestLine("GET HTTP://any.example/ws/events?since=0 HTTP/1.1").open()) {
        assertThat(feed.answer().status()).isEqualTo(101);
      }
    }

    @ParameterizedTest
    @EnumSource(
        value = Transport.class,
        names = {"AUTO", "NIO"})
    @DisplayName("may have frames right behind it")
    void framesRightBehind(Transport transport) {
      try (TestPort port = TestPort.with().transport(transport).open();
          RawHttp client = RawHttp.connect(port.number())) {
        byte[] ping = WebSocketFrame.ping("early").encode();
        client.send(port.feed().request() + new String(ping, StandardCharsets.ISO_8859_1));

        assertThat(client.answer().status()).isEqualTo(101);
        client.send(WebSocketFrame.close(1000, "").encode());
        assertThat(client.awaitEnd(SOON).wasReset()).isFalse();
      }
    }

    @Test
    @DisplayName("to a server that fails ends with 1011")
    void failing() {
      try (TestPort port =
              TestPort.with()
                  .opener((channel, request) -> {
                    throw new IllegalStateException("expected by the test");
                  })
                  .open();
          RawWebSocket feed = port.feed().open()) {
        assertThat(feed.awaitClose(SOON)).isEqualTo(new CloseSeen(1011, "internal-error", false));
      }
    }
  }

  @Nested
  @DisplayName("that takes its time")
  class TakesItsTime {
    @Test
    @DisplayName("is told so when its time is up, however it trickles")
    @Clause("P-2.6")
    void trickles() {
      try (TestPort port = TestPort.with().handshakeTimeout(Duration.ofMillis(300)).open();
          RawHttp client = RawHttp.connect(port.number())) {
        client.send("GET /ws/events HTTP/1.1\r\nHost: a\r\nX-Slow: ");

        HttpAnswer answer = client.answer();

        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.json().path("type").asText()).isEqualTo("/problems/handshake-timeout");
        assertThat(client.awaitEnd(SOON).wasReset()).isFalse();
        port.awaitOutcomes("handshake-timeout");
      }
    }

    @Test
    @DisplayName("is closed without a word where it never began")
    void neverBegan() {
      try (TestPort port = TestPort.with().handshakeTimeout(Duration.ofMillis(300)).open();
          RawHttp client = RawHttp.connect(port.number())) {
        assertThat(client.awaitEnd(SOON).wasReset()).isFalse();
        port.awaitOutcomes("abandoned");
      }
    }

    @Test
    @DisplayName("has no deadline once it is a feed")
    void noDeadline() {
      try (TestPort port = TestPort.with().handshakeTimeout(Duration.ofMillis(300)).open();
          RawWebSocket feed = port.feed().open()) {
        assertThat(feed.readMessage(Duration.ofMillis(900))).isNull();
        assertThat(feed.closed()).isNull();
      }
    }
  }

  @Nested
  @DisplayName("beyond the limits")
  class BeyondTheLimits {
    @ParameterizedTest
    @CsvSource({"2,2,server.max-connections", "5,2,server.max-connections-per-address"})
    @DisplayName("is told to come back, and may once another has left")
    @Clause("P-2.6")
    void isToldToComeBack(int most, int mostPerAddress, String limit) {
      try (TestPort port = TestPort.with().connections(most, mostPerAddress).open()) {
        List<RawWebSocket> feeds = new ArrayList<>();
        feeds.add(port.feed().open());
        feeds.add(port.feed().open());

        HttpAnswer answer = port.feed().without("Authorization").refusal();

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().path("type").asText()).isEqualTo("/problems/too-many-connections");
        assertThat(answer.json().path("detail").asText()).contains(limit);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);

        feeds.getFirst().close();
        await("room for one more").until(() -> port.port().connections() == 1);
        feeds.add(port.feed().open());
        feeds.forEach(RawWebSocket::close);
        await("all to be counted out").until(() -> port.port().connections() == 0);
      }
    }

    @Test
    @DisplayName("of a server that drains is sent elsewhere")
    @Clause("P-2.6")
    void draining() {
      try (TestPort port = TestPort.open()) {
        port.drain();

        HttpAnswer answer = port.feed().without("Authorization").refusal();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("type").asText()).isEqualTo("/problems/draining");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
      }
    }
  }
}
