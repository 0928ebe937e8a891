package dev.jetbridge.loadtest.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.loadtest.oracle.Fingerprint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One channel with history of a Centrifugo server, published to by its HTTP API
 * (https://centrifugal.dev/docs/server/server_api), one event after the other: the offset that each
 * answer tells is the event's sequence.
 */
public final class CentrifugoTarget implements Target {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http;
  private final URI api;
  private final String key;
  private final String channel;
  private final Acknowledgements acknowledgements;
  private final ExecutorService sender =
      Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "centrifugo-api");
        thread.setDaemon(true);
        return thread;
      });
  private final AtomicLong outstanding = new AtomicLong();
  private final long base;

  private CentrifugoTarget(URI api, String key, String channel, Acknowledgements acknowledgements)
      throws Unreachable, InterruptedException {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    this.api = api;
    this.key = key;
    this.channel = channel;
    this.acknowledgements = acknowledgements;
    try {
      JsonNode history = call("history", "{\"channel\":%s}".formatted(JSON.valueToTree(channel)));
      if (!history.path("result").has("offset")) {
        throw new Unreachable(
            "channel %s has no history: %s found, expected an offset".formatted(channel, history));
      }
      this.base = history.path("result").path("offset").asLong();
    } catch (IOException e) {
      throw new Unreachable("no Centrifugo API at %s: %s".formatted(api, e.getMessage()), e);
    }
  }

  /** Looks whether the channel can be published to. */
  public static CentrifugoTarget open(
      URI api, String key, String channel, Acknowledgements acknowledgements)
      throws Unreachable, InterruptedException {
    return new CentrifugoTarget(api, key, channel, acknowledgements);
  }

  @Override
  public void send(int subject, byte[] event, long due) {
    long fingerprint = Fingerprint.of(event);
    acknowledgements.sending(fingerprint, subject);
    outstanding.incrementAndGet();
    long sent = System.nanoTime();
    sender.execute(() -> publish(subject, event, fingerprint, sent));
  }

  private void publish(int subject, byte[] event, long fingerprint, long sent) {
    String body =
        "{\"channel\":%s,\"data\":%s}"
            .formatted(JSON.valueToTree(channel), new String(event, StandardCharsets.UTF_8));
    try {
      JsonNode answer = call("publish", body);
      JsonNode offset = answer.path("result").path("offset");
      if (offset.isNumber()) {
        acknowledgements.stored(offset.asLong(), fingerprint, subject, System.nanoTime() - sent);
      } else {
        acknowledgements.refused(fingerprint, answer.toString());
      }
    } catch (IOException e) {
      acknowledgements.refused(fingerprint, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      outstanding.decrementAndGet();
    }
  }

  private JsonNode call(String method, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + "/" + method))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("X-API-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("status %d found, expected 200".formatted(answer.statusCode()));
    }
    return JSON.readTree(answer.body());
  }

  @Override
  public long outstanding() {
    return outstanding.get();
  }

  @Override
  public String server() {
    return "Centrifugo at " + api.getAuthority();
  }

  @Override
  public long base() {
    return base;
  }

  @Override
  public void close() {
    sender.shutdownNow();
    http.close();
  }
}
