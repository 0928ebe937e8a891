package dev.jetbridge.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.testkit.HttpAnswer;
import dev.jetbridge.testkit.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("webview")
class WebviewIT {
  private FeedDouble feed;
  private Webview webview;

  @BeforeEach
  void open() throws IOException {
    feed = new FeedDouble();
    webview = Webview.start(feed.uri(), () -> "s3cret-token", 0);
  }

  @AfterEach
  void close() throws IOException {
    webview.close();
    feed.close();
  }

  @Test
  @DisplayName("serves the console below its secret, with the policy that it needs")
  void console() {
    HttpAnswer page = get("", host());

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("main.js").doesNotContain("s3cret-token");
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    assertThat(get("settings.json", host()).json().path("proxied").asBoolean()).isTrue();
    assertThat(get("nothing.js", host()).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("draws another secret at each start")
  void secrets() throws IOException {
    try (Webview other = Webview.start(feed.uri(), null, 0)) {
      assertThat(other.address().getPath()).isNotEqualTo(webview.address().getPath()).hasSize(46);
    }
  }

  @Test
  @DisplayName("turns down an address that is none of a feed")
  void addresses() {
    for (String address : List.of("ftp://h", "ws:/h", "ws://h/?token=x", "ws://u:p@h")) {
      assertThatThrownBy(() -> Webview.start(URI.create(address), null, 0))
          .as(address)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("token=x")
          .hasMessageNotContaining("u:p");
    }
  }

  @Nested
  @DisplayName("asked for the feed")
  class Feeds {
    @Test
    @DisplayName("adds the token, and passes on nothing of the page's own but the handshake")
    void token() {
      HttpAnswer answer =
          get(
              "feed?since=5&subject=a.%3E",
              host(),
              "Origin: http://127.0.0.1:" + port(),
              "Cookie: c=1",
              "Authorization: Bearer mine",
              "Accept: x/y");

      assertThat(answer.status()).isEqualTo(426);
      RequestHead asked = feed.asked.getFirst();
      assertThat(asked.path()).isEqualTo("/ws/events");
      assertThat(asked.query()).isEqualTo("since=5&subject=a.%3E");
      assertThat(asked.headers())
          .containsEntry("authorization", "Bearer s3cret-token")
          .containsEntry("host", feed.uri().getRawAuthority())
          .containsEntry("accept", "x/y")
          .doesNotContainKeys("cookie", "origin");
    }

    @Test
    @DisplayName("carries what follows the upgrade, both ways")
    void bothWays() throws IOException {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
        send(socket, upgrade("Origin: http://127.0.0.1:" + port()) + "hello");
        String expected = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\nhello";
        assertThat(socket.getInputStream().readNBytes(expected.length()))
            .asString(StandardCharsets.ISO_8859_1)
            .isEqualTo(expected);
      }
      assertThat(feed.asked.getFirst().header("sec-websocket-protocol")).isEqualTo("jetbridge.v1");
    }

    @Test
    @DisplayName("says so where there is none, as a reason to come back")
    void unreachable() throws IOException {
      feed.close();

      HttpAnswer answer = get("feed", host());

      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.json().path("detail").asText()).contains("no server");
    }

    @Test
    @DisplayName("lets no other page in, by whatever way it comes")
    void foreignPages() throws IOException {
      for (String header :
          List.of(
              "Origin: https://evil.example",
              "Origin: null",
              "Sec-Fetch-Site: cross-site",
              "X-Nothing: at all")) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
          send(socket, upgrade(header));
          assertThat(
                  new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
              .as(header)
              .startsWith("HTTP/1.1 403");
        }
      }
      assertThat(feed.asked).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1", "localhost:1", "127.0.0.1:1", ""})
  @DisplayName("answers to its own name alone")
  void foreignHosts(String name) {
    assertThat(get("", "Host: " + name).status()).isEqualTo(421);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console/", "/x/console/", "/%s/../console/"})
  @DisplayName("tells nothing to who has not its secret")
  void withoutSecret(String path) {
    HttpAnswer answer =
        RawHttp.exchange(port(), "GET " + path.replace("%s", "0".repeat(36)) + " HTTP/1.1", host());

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).isEmpty();
  }

  @Test
  @DisplayName("only gives")
  void methods() {
    assertThat(
            RawHttp.exchange(
                    port(), "POST " + webview.address().getPath() + "feed HTTP/1.1", host())
                .status())
        .isEqualTo(405);
  }

  private String upgrade(String header) {
    return RawHttp.request(
        "GET " + webview.address().getPath() + "feed?since=latest HTTP/1.1",
        host(),
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: jetbridge.v1",
        header);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private HttpAnswer get(String name, String... headers) {
    return RawHttp.exchange(
        port(), "GET " + webview.address().getPath() + name + " HTTP/1.1", headers);
  }

  private String host() {
    return "Host: 127.0.0.1:" + port();
  }

  private int port() {
    return webview.address().getPort();
  }
}
