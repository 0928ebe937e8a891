package dev.jetbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jetbridge.testkit.HttpAnswer;
import dev.jetbridge.testkit.RawHttp;
import java.util.Base64;
import java.util.List;

/**
 * Requests with a secret in them, whose answers are taken down.
 *
 * @param leaks where to
 */
record PlantedRequests(Leaks leaks) {
  /** Sends a secret in each place of a request that could hold one. */
  void ask(String way, int port, String path, String secret) {
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8));
    String word = secret.replace(' ', '-');
    String basic = Base64.getEncoder().encodeToString(("user:" + secret).getBytes(UTF_8));
    for (String target :
        List.of(
            path + "?token=" + word,
            path + "?access_token=" + encoded,
            path + "?since=" + word,
            path + "?subject=" + word + "..",
            "/" + word,
            "http://user:" + word + "@localhost" + path)) {
      answered(way, port, target, "Accept: */*");
    }
    for (String header :
        List.of(
            "Authorization: Bearer " + secret,
            "Authorization: Bearer " + word,
            "Authorization: Basic " + basic,
            "Authorization: " + word,
            "Sec-WebSocket-Protocol: jetbridge.v1, bearer." + encoded,
            "Sec-WebSocket-Protocol: jetbridge.v1, bearer." + word,
            "Cookie: token=" + word,
            "Origin: https://user:" + word + "@localhost",
            "X-" + word + ": 1")) {
      answered(way, port, path, header);
    }
  }

  private void answered(String way, int port, String target, String header) {
    HttpAnswer answer =
        RawHttp.exchange(port, "GET " + target + " HTTP/1.1", "Host: localhost", header);
    leaks.saw(way, answer.statusLine() + "\n" + answer.headers() + "\n" + answer.text() + "\n");
  }

  /** Asks for each page of an admin port. */
  void pages(int adminPort) {
    for (String page : List.of("/metrics", "/config", "/sessions", "/diagnostics", "/readyz")) {
      answered("pages", adminPort, page, "Accept: */*");
    }
  }
}
