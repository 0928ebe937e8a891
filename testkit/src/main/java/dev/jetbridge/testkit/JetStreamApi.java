package dev.jetbridge.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests of the JetStream API as they are on the wire (JetStream ADR-1). */
final class JetStreamApi {
  private static final String PREFIX = "$JS.API.";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private JetStreamApi() {}

  /** Asks, and waits for the answer; an error that the broker answers is returned like any. */
  static JsonNode request(Connection connection, String api, String query) {
    return answer(ask(connection, api, query));
  }

  static CompletableFuture<Message> ask(Connection connection, String api, String query) {
    return connection.requestWithTimeout(
        PREFIX + api, query.getBytes(StandardCharsets.UTF_8), LIMIT);
  }

  static JsonNode answer(CompletableFuture<Message> pending) {
    try {
      return JSON.readTree(pending.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS).getData());
    } catch (InterruptedException e) {
      throw Poll.interrupted("an answer from JetStream", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no answer from JetStream", e);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON from JetStream", e);
    }
  }
}
