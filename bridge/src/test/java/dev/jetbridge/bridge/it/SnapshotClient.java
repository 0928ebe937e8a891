package dev.jetbridge.bridge.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Asks for snapshots with the JDK's client: shares no code with the bridge. */
final class SnapshotClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final int port;
  private final String token;

  SnapshotClient(int port, String token) {
    this.port = port;
    this.token = token;
  }

  /** What an item says. */
  record Item(long seq, String subject, JsonNode event) {}

  /** A snapshot as it was read. */
  record Snapshot(
      long cursor,
      String epoch,
      String time,
      boolean complete,
      Map<String, Item> items,
      String next) {
    /** The query that goes on from it. */
    String since() {
      return "?since=" + cursor + "&epoch=" + epoch + (time.isEmpty() ? "" : "&at=" + time);
    }
  }

  /** Any answer; headers in pairs. */
  HttpResponse<byte[]> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  HttpResponse<byte[]> send(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(90))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Authorization", "Bearer " + token);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("no answer to " + path, e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** A snapshot. */
  Snapshot snapshot(String query) {
    HttpResponse<byte[]> answer = get("/snapshot" + query);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + text(answer));
    }
    return read(answer.body());
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
  }

  static byte[] unzipped(byte[] body) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("broken gzip", e);
    }
  }

  static Snapshot read(byte[] body) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException("broken JSON", e);
    }
    Map<String, Item> items = new TreeMap<>();
    for (JsonNode item : json.get("items")) {
      Item before =
          items.put(
              item.get("key").asText(),
              new Item(item.get("seq").asLong(), item.get("subject").asText(), item.get("event")));
      if (before != null) {
        throw new AssertionError("key " + item.get("key") + " found twice");
      }
    }
    return new Snapshot(
        json.get("cursor").asLong(),
        json.get("epoch").asText(),
        json.path("time").asText(),
        json.get("complete").asBoolean(),
        items,
        json.path("next").asText());
  }
}
