package dev.jetbridge.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.protocol.Problem;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.HttpAnswer;
import dev.jetbridge.testkit.RawHttp;
import dev.jetbridge.testkit.RawWebSocketBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a request for a feed")
class RequestChecksIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String HOST = "Host: localhost";
  private static final String BEARER = "Authorization: Bearer " + TestPort.ALL;
  private static TestPort port;

  @BeforeAll
  static void open() {
    port = TestPort.open();
  }

  @AfterAll
  static void close() {
    port.close();
  }

  @Test
  @DisplayName("is told of its faults one by one, in the contract's order")
  @Clause("P-2.6")
  void inOrder() {
    RawWebSocketBuilder request =
        port.feed()
            .requestLine("PUT /ws/event?sinc=1 HTTP/1.1")
            .header("Host", "twice")
            .replace("Authorization", "Basic eDp5")
            .header("Origin", "https://evil.example")
            .replace("Sec-WebSocket-Version", "8");

    assertProblem(request.refusal(), 400, "malformed-request");
    request.replace("Host", "localhost");
    assertProblem(request.refusal(), 404, "not-found");
    request.requestLine("PUT /ws/events?sinc=1 HTTP/1.1");
    assertProblem(request.refusal(), 405, "method-not-allowed");
    request.requestLine("GET /ws/events?sinc=1 HTTP/1.1");
    assertProblem(request.refusal(), 400, "malformed-credentials");
    request.replace("Authorization", "Bearer wrong");
    assertProblem(request.refusal(), 401, "unauthorized");
    request.replace("Authorization", "Bearer " + TestPort.SOME);
    assertProblem(request.refusal(), 403, "forbidden-origin");
    request.replace("Origin", TestPort.ORIGIN);
    assertProblem(request.refusal(), 400, "bad-parameter");
    request.path("/ws/events?subject=cellos.events.b.x");
    assertProblem(request.refusal(), 403, "forbidden-subject");
    request.path("/ws/events?subject=cellos.events.a.x");
    assertProblem(request.refusal(), 426, "upgrade-required");
    request.replace("Sec-WebSocket-Version", "13");
    request.open().close();
  }

  @Nested
  @DisplayName("in bad form is malformed:")
  @Clause({"P-2.6", "P-1.3"})
  class Malformed {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "GET /ws/events HTTP/1.1\r\n\r\n",
          "GET /ws/events HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
          "GET /ws/events HTTP/1.1\r\nHost: a b\r\n\r\n",
          "GET /ws/events HTTP/1.1\r\nHost:\r\n\r\n",
          "GET /ws/events HTTP/1.1\r\nHost: a\r\nX y: z\r\n\r\n",
          "GET /ws/events HTTP/1.1\r\nHost: a\r\nX : z\r\n\r\n",
          "GET /ws/events HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
          "GET /ws/events HTTP/1.1\nHost: a\n\n",
          "GET /ws/events\r\nHost: a\r\n\r\n",
          "GET /ws/events HTTP/x\r\nHost: a\r\n\r\n",
          "GET /ws/events#fragment HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET ws/events HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET ?since=1 HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /ws/events?subject=\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /ws/events?subject=\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
          "CONNECT localhost:80 HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /ws/events HTTP/1.1\r\nHost: a\r\nOrigin: a\r\nOrigin: a\r\n\r\n",
          "GET /ws/events HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
          "GET /ws/events HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
          "GET /ws/events HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
          "GET /ws/events HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
          "GET /ws/events HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
          "GET /ws/events HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding:"
              + " chunked\r\n\r\n0\r\n\r\n",
          "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n",
          "hello\r\n\r\n"
        })
    void malformed(String bytes) {
      assertProblem(answerTo(bytes), 400, "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "short",
          "dGhlIHNhbXBsZSBub25jZQ",
          "dGhlIHNhbXBsZSBub25jZSE=",
          "not base64 but 24 chars!"
        })
    @DisplayName("a WebSocket key that is not 16 bytes in base64")
    void key(String key) {
      assertProblem(
          port.feed().replace("Sec-WebSocket-Key", key).refusal(), 400, "malformed-request");
    }

    @Test
    @DisplayName("no WebSocket key, or two")
    void noKeyOrTwo() {
      assertProblem(port.feed().without("Sec-WebSocket-Key").refusal(), 400, "malformed-request");
      assertProblem(
          port.feed().header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==").refusal(),
          400,
          "malformed-request");
    }
  }

  @Nested
  @DisplayName("that is too large is cut short and told so, without a reset:")
  @Clause({"P-2.6", "P-1.3"})
  class TooLarge {
    @Test
    @DisplayName("70 KB of headers")
    void headers() {
      assertProblem(
          answerTo(RawHttp.request("GET /ws/events HTTP/1.1", HOST, "X: " + "x".repeat(70_000))),
          431,
          "headers-too-large");
    }

    @Test
    @DisplayName("many small headers")
    void manyHeaders() {
      StringBuilder request = new StringBuilder("GET /ws/events HTTP/1.1\r\nHost: a\r\n");
      for (int i = 0; i < 5_000; i++) {
        request.append("X").append(i).append(": y\r\n");
      }
      assertProblem(answerTo(request + "\r\n"), 431, "headers-too-large");
    }

    @ParameterizedTest
    @ValueSource(ints = {8_200, 70_000})
    @DisplayName("a request target")
    void target(int length) {
      assertProblem(
          answerTo(RawHttp.request("GET /" + "x".repeat(length) + " HTTP/1.1", HOST)),
          414,
          "uri-too-long");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"Content-Length: 5", "Content-Length: 500000", "Transfer-Encoding: chunked"})
    @DisplayName("any body")
    void body(String header) {
      String request = RawHttp.request("POST /ws/events HTTP/1.1", HOST, BEARER, header);
      assertProblem(answerTo(request + "5\r\nhello\r\n"), 413, "body-too-large");
    }

    @Test
    @DisplayName("but not 64 subjects of ordinary length")
    void subjectsFit() {
      String target = "/ws/events?since=0";
      for (int i = 0; i < 64; i++) {
        target += "&subject=cellos.events.tenant-" + i + ".formation.created.%3E";
      }
      port.feed().path(target).open().close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /ws/events HTTP/1.0\r\nHost: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /ws/events HTTP/1.2\r\nHost: a\r\n\r\n"
      })
  @DisplayName("of another HTTP version is refused")
  @Clause("P-2.6")
  void version(String bytes) {
    assertProblem(answerTo(bytes), 505, "http-version");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/", "/ws", "/ws/", "/ws/events/", "/WS/events", "/ws//events", "/ws/%65vents",
        "/ws/../ws/events", "/metrics", "/livez", "/readyz", "/config", "/sessions", "/snapshot",
        "/window/reset"
      })
  @DisplayName("for another path is not found, those of the admin port included")
  @Clause({"P-2.6", "P-1.1", "P-1.2"})
  void path(String path) {
    assertProblem(port.feed().path(path).refusal(), 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "HEAD", "get", "X"})
  @DisplayName("with another method is told which are allowed")
  @Clause("P-2.6")
  void method(String method) {
    String line = method + " /ws/events HTTP/1.1";
    HttpAnswer answer = RawHttp.exchange(port.number(), line, HOST, BEARER);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET, OPTIONS");
    assertThat(answer.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
    assertThat(answer.header("Connection")).isEqualTo("close");
  }

  @Nested
  @DisplayName("without a credential that holds")
  @Clause({"P-3.1", "P-3.2", "P-3.4"})
  class Unauthorized {
    @Test
    @DisplayName("is asked for one, without an error where there was none")
    void none() {
      HttpAnswer answer = port.feed().without("Authorization").refusal();

      assertProblem(answer, 401, "unauthorized");
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", TestPort.EXPIRED, TestPort.ALL + "x"})
    @DisplayName("is told that it does not hold, and never sees it again")
    void wrong(String token) {
      HttpAnswer answer = port.feed().replace("Authorization", "Bearer " + token).refusal();

      assertProblem(answer, 401, "unauthorized");
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
      assertThat(answer.toString()).doesNotContain(token);
    }

    @Test
    @DisplayName("is refused where it has two, or one alone in a subprotocol")
    void shape() {
      String bearer = TestPort.bearer(TestPort.ALL);

      assertProblem(
          port.feed().subprotocols("jetbridge.v1", bearer).refusal(), 400, "malformed-credentials");
      assertProblem(
          port.feed().without("Authorization").subprotocols(bearer).refusal(),
          400,
          "malformed-credentials");
      assertProblem(
          port.feed().header("Authorization", "Bearer " + TestPort.ALL).refusal(),
          400,
          "malformed-credentials");
    }
  }

  @Nested
  @DisplayName("from a page")
  @Clause("P-2.7")
  class FromAPage {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://console.example.org",
          "https://console.example.org:443",
          "https://console.example.org.evil.example",
          "https://evil-console.example.org",
          "null",
          "https://Console.example.org",
          "https://console.example.org/"
        })
    @DisplayName("that is not on the list, exactly, is refused")
    void foreign(String origin) {
      HttpAnswer answer = port.feed().header("Origin", origin).refusal();

      assertProblem(answer, 403, "forbidden-origin");
      assertThat(answer.headers("Access-Control-Allow-Origin")).isEmpty();
      assertThat(answer.header("Vary")).isEqualTo("Origin");
    }

    @Test
    @DisplayName("that is on the list may read why it was refused")
    void mayRead() {
      HttpAnswer answer =
          RawHttp.exchange(
              port.number(), "GET /ws/events HTTP/1.1", HOST, "Origin: " + TestPort.ORIGIN);

      assertProblem(answer, 401, "unauthorized");
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(TestPort.ORIGIN);
      assertThat(answer.header("Access-Control-Expose-Headers"))
          .contains("Retry-After", "WWW-Authenticate");
      assertThat(answer.header("Vary")).isEqualTo("Origin");
    }

    @Test
    @DisplayName("learns by a plain GET that nothing was wrong")
    void plainGet() {
      HttpAnswer answer =
          RawHttp.exchange(
              port.number(),
              "GET /ws/events?since=0 HTTP/1.1",
              HOST,
              BEARER,
              "Origin: " + TestPort.ORIGIN);

      assertThat(answer.status()).isEqualTo(426);
      assertThat(answer.json().path("type").asText()).isEqualTo("/problems/upgrade-required");
      assertThat(answer.header("Upgrade")).isEqualTo("websocket");
      assertThat(answer.header("Sec-WebSocket-Version")).isEqualTo("13");
      assertThat(answer.header("Connection")).contains("close").contains("upgrade");
    }

    @Test
    @DisplayName("asks beforehand without a credential")
    void preflight() {
      HttpAnswer answer =
          RawHttp.exchange(
              port.number(),
              "OPTIONS /ws/events HTTP/1.1",
              HOST,
              "Origin: " + TestPort.ORIGIN,
              "Access-Control-Request-Method: GET",
              "Access-Control-Request-Headers: authorization");

      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(TestPort.ORIGIN);
      assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("GET");
      assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("Authorization");
      assertThat(answer.headers("Content-Length")).isEmpty();
    }

    @Test
    @DisplayName("of another site asks in vain")
    void foreignPreflight() {
      HttpAnswer answer =
          RawHttp.exchange(
              port.number(), "OPTIONS /ws/events HTTP/1.1", HOST, "Origin: https://evil.example");

      assertProblem(answer, 403, "forbidden-origin");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Upgrade,h2c",
    "Upgrade,",
    "Connection,keep-alive",
    "Sec-WebSocket-Version,8",
    "Sec-WebSocket-Version,12",
    "Sec-WebSocket-Version,013",
    "Sec-WebSocket-Version,'13, 8'"
  })
  @DisplayName("that is no handshake of version 13 needs an upgrade")
  @Clause("P-2.6")
  void upgradeRequired(String header, String value) {
    HttpAnswer answer = port.feed().replace(header, value == null ? "" : value).refusal();

    assertProblem(answer, 426, "upgrade-required");
    assertThat(answer.header("Sec-WebSocket-Version")).isEqualTo("13");
  }

  @Test
  @DisplayName("is the only one that its connection may make")
  @Clause("P-1.3")
  void pipelined() {
    String request = RawHttp.request("GET /ws/events HTTP/1.1", HOST, BEARER);
    try (RawHttp http = RawHttp.connect(port.number())) {
      http.send(request + request + "rubbish" + request);

      assertThat(http.answer().status()).isEqualTo(426);
      assertThat(http.awaitEnd(SOON).wasReset()).as("reset").isFalse();
    }
  }

  /** Sends bytes, reads the answer, and sees that the connection ends in order. */
  private static HttpAnswer answerTo(String bytes) {
    try (RawHttp http = RawHttp.connect(port.number())) {
      http.send(bytes);
      HttpAnswer answer = http.answer();
      assertThat(http.awaitEnd(SOON).wasReset()).as("reset").isFalse();
      return answer;
    }
  }

  private static void assertProblem(HttpAnswer answer, int status, String type) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
    assertThat(answer.header("Connection")).contains("close");
    assertThat(answer.header("Date")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} GMT");
    assertThat(answer.json().path("type").asText()).isEqualTo("/problems/" + type);
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("title").asText()).isNotEmpty();
    assertThat(answer.json().path("detail").asText()).isNotEmpty();
  }
}
