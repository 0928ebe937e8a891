package dev.jetbridge.bridge.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.bridge.app.Bridge;
import dev.jetbridge.config.Settings;
import dev.jetbridge.testkit.FaultProxy;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.HttpAnswer;
import dev.jetbridge.testkit.RawHttp;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.RawWebSocketBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A bridge of its own for a test, on free ports, with one token that reads everything. */
final class RunningBridge implements AutoCloseable {
  static final String TOKEN = "a-token-for-tests-only";

  /** What a client's kernel is to queue: large ones hide everything that the bridge does. */
  static final int RECEIVE_BUFFER = 16 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Bridge bridge;

  private RunningBridge(Bridge bridge) {
    this.bridge = bridge;
  }

  /** Starts one; pairs of key and value on top of what a test needs. */
  static RunningBridge start(String natsUrl, String stream, String... more) {
    return new RunningBridge(Bridge.start(settings(natsUrl, stream, more), () -> "test"));
  }

  /** What a test needs, and pairs of key and value on top of it. */
  static Settings settings(String natsUrl, String stream, String... more) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("server.host", "127.0.0.1");
    values.put("server.port", "0");
    values.put("admin.port", "0");
    values.put("nats.url", natsUrl);
    values.put("stream.name", stream);
    values.put("auth.token", TOKEN);
    values.put("drain.window", "200ms");
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    if (values.containsKey("auth.tokens-file")) {
      values.remove("auth.token");
    }
    return Settings.parse(values);
  }

  /** Settings with more before them: what a test says itself comes last and counts. */
  static String[] and(String[] settings, String... before) {
    return Stream.concat(Stream.of(before), Stream.of(settings)).toArray(String[]::new);
  }

  RunningBridge awaitReady() {
    Awaitility.await("bridge ready").atMost(Duration.ofSeconds(30)).until(bridge::isReady);
    return this;
  }

  boolean isReady() {
    return bridge.isReady();
  }

  int port() {
    return bridge.dataAddress().getPort();
  }

  int adminPort() {
    return bridge.adminAddress().getPort();
  }

  Bridge bridge() {
    return bridge;
  }

  /** A {@code jetbridge.v1} feed. */
  FeedReader follow(String query) {
    return FeedReader.open(request(query));
  }

  RawWebSocketBuilder request(String query) {
    return RawWebSocket.to(port())
        .path("/ws/events" + query)
        .bearer(TOKEN)
        .subprotocols("jetbridge.v1");
  }

  /** A {@code jetbridge.v1} feed whose kernel queues little of what is not read yet. */
  RawWebSocketBuilder slowly(String query) {
    return request(query).receiveBuffer(RECEIVE_BUFFER);
  }

  /** The same through a proxy. */
  RawWebSocketBuilder through(FaultProxy link, String query) {
    return RawWebSocket.to(link.port())
        .path("/ws/events" + query)
        .bearer(TOKEN)
        .subprotocols("jetbridge.v1")
        .receiveBuffer(RECEIVE_BUFFER);
  }

  /** All sessions, as an operator sees them. */
  JsonNode sessions() {
    try {
      return JSON.readTree(admin("/sessions")).get("sessions");
    } catch (IOException e) {
      throw new UncheckedIOException("no list of sessions", e);
    }
  }

  /**
   * The sum of a metric's samples.
   *
   * @param sample how the line begins, labels and all as far as they matter
   */
  double metric(String sample) {
    return admin("/metrics")
        .lines()
        .filter(line -> line.startsWith(sample))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Waits until so many sessions are open. */
  void awaitSessions(int count) {
    Awaitility.await(count + " sessions")
        .atMost(Duration.ofMinutes(1))
        .until(() -> sessions().size() == count);
  }

  /** What happened to the connections to the broker, and what was found in it. */
  JsonNode diagnostics() {
    try {
      return JSON.readTree(admin("/diagnostics"));
    } catch (IOException e) {
      throw new UncheckedIOException("no diagnostics", e);
    }
  }

  /** Events of a kind on a connection; {@code ""} for any. */
  List<JsonNode> events(String kind, String connection) {
    List<JsonNode> events = new ArrayList<>();
    for (JsonNode event : diagnostics().get("events").get("entries")) {
      if (event.get("kind").asText().equals(kind)
          && event.get("connection").asText().contains(connection)) {
        events.add(event);
      }
    }
    return events;
  }

  /** The patterns found, with the connections that they were found on: {@code flapping@...}. */
  Set<String> findings() {
    Set<String> findings = new TreeSet<>();
    for (JsonNode finding : diagnostics().get("findings")) {
      findings.add(finding.get("pattern").asText() + "@" + finding.get("connection").asText());
    }
    return findings;
  }

  /** The body of a page on the admin port. */
  String admin(String path) {
    return answer(path).text();
  }

  /** A page on the admin port. */
  HttpAnswer answer(String path) {
    return RawHttp.exchange(adminPort(), "GET " + path + " HTTP/1.1", "Host: localhost");
  }

  /** Asks the admin port to do something. */
  HttpAnswer post(String path) {
    return RawHttp.exchange(
        adminPort(), "POST " + path + " HTTP/1.1", "Host: localhost", "Content-Length: 0");
  }

  @Override
  public void close() {
    bridge.close();
  }
}
