package dev.jetbridge.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.HttpAnswer;
import dev.jetbridge.testkit.RawHttp;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The console on the data port")
@Clause({"P-1.1", "P-1.2"})
class DataPortConsoleIT {
  private static final String HOST = "Host: localhost";

  @Test
  @DisplayName("is served to anybody, and looks for its feed where it came from")
  void served() {
    try (TestPort port = TestPort.with().console().open()) {
      HttpAnswer page = get(port, "/console/");

      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
      assertThat(page.header("Content-Security-Policy")).contains("script-src 'self'");
      assertThat(page.text()).contains("main.js");
      assertThat(get(port, "/console/main.js").status()).isEqualTo(200);
      assertThat(get(port, "/console").header("Location")).isEqualTo("console/");
      assertThat(get(port, "/console/settings.json").json().path("here").asBoolean()).isTrue();
    }
  }

  @Test
  @DisplayName("answers GET and HEAD alone, and no other path")
  void nothingElse() {
    try (TestPort port = TestPort.with().console().open()) {
      HttpAnswer post =
          RawHttp.exchange(port.number(), "POST /console/ HTTP/1.1", HOST, "Content-Length: 0");

      assertThat(post.status()).isEqualTo(405);
      assertThat(post.header("Allow")).isEqualTo("GET, HEAD");
      assertThat(get(port, "/console/nothing.js").status()).isEqualTo(404);
      assertThat(get(port, "/metrics").status()).isEqualTo(404);
      assertThat(get(port, "/ws/events").status()).isEqualTo(401);
    }
  }

  @Test
  @DisplayName("is not there unless it is configured")
  void off() {
    try (TestPort port = TestPort.open()) {
      assertThat(get(port, "/console/").status()).isEqualTo(404);
    }
  }

  private static HttpAnswer get(TestPort port, String path) {
    return RawHttp.exchange(port.number(), "GET " + path + " HTTP/1.1", HOST);
  }
}
