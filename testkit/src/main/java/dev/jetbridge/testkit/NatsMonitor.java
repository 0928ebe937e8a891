package dev.jetbridge.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** What a nats-server tells of itself on its monitoring port. */
final class NatsMonitor {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private NatsMonitor() {}

  /**
   * Reads one of the endpoints, {@code /jsz} for example.
   *
   * @throws IOException where there is no answer, or another than 200
   */
  static JsonNode read(URI monitor, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) monitor.resolve(path).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try (InputStream body = connection.getInputStream()) {
      return JSON.readTree(body);
    } finally {
      connection.disconnect();
    }
  }
}
