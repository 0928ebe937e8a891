package dev.jetbridge.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Learns why an upgrade was refused. The JDK's WebSocket client shows the status of a refusal and
 * hides its body, so the same address is asked again without an upgrade (P-2.7).
 */
final class Refusal {
  private static final ObjectMapper JSON = new ObjectMapper(MessageDecoder.JSON);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;

  private Refusal() {}

  /**
   * Asks for the reason of a refusal.
   *
   * @return completes, never exceptionally, with null where the reason cannot be learned, or need
   *     not be: a server short of room is not asked twice
   */
  static CompletableFuture<@Nullable Problem> problem(
      HttpClient http, URI address, @Nullable String token, int status, Duration timeout) {
    if (status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS) {
      return CompletableFuture.completedFuture(null);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(FeedAddress.overHttp(address))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Accept", "application/problem+json")
            .timeout(timeout);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request.build(), response -> new FirstBytes());
    return answer
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle((response, failure) -> failure == null ? read(response, status) : null);
  }

  private static @Nullable Problem read(HttpResponse<byte[]> response, int status) {
    // Another status than the upgrade got has another reason.
    return response.statusCode() == status
        ? parse(new String(response.body(), StandardCharsets.UTF_8))
        : null;
  }

  static @Nullable Problem parse(String body) {
    try {
      JsonNode node = JSON.readTree(body);
      JsonNode type = node.path("type");
      JsonNode detail = node.path("detail");
      return type.isTextual()
          ? new Problem(
              type.asText(),
              node.path("title").asText(type.asText()),
              detail.isTextual() ? detail.asText() : null)
          : null;
    } catch (JsonProcessingException e) {
      // Not from a Jetbridge server, perhaps a proxy's page: the status alone speaks.
      return null;
    }
  }
}
