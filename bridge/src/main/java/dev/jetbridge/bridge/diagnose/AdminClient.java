package dev.jetbridge.bridge.diagnose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.config.DurationText;
import dev.jetbridge.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks a bridge's admin port for its diagnostics. */
final class AdminClient {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** More than any bridge has to say: 65,536 events. */
  private static final int MAX_BYTES = 64 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private AdminClient() {}

  /**
   * Asks once, for 10 s in all.
   *
   * @param base the admin port's address, with the path in front of it if there is one
   */
  static Answer ask(URI base, @Nullable Secret token) throws InterruptedException {
    return ask(base, token, LIMIT);
  }

  /**
   * Asks once.
   *
   * @param limit for all of it, from the connection to the answer's last byte
   */
  static Answer ask(URI base, @Nullable Secret token, Duration limit) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(page(base)).header("Accept", "application/json");
    if (token != null) {
      request.header("Authorization", "Bearer " + token.value());
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      CompletableFuture<Answer> answer =
          client
              .sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream())
              .thenApplyAsync(AdminClient::read, Thread::startVirtualThread);
      try {
        return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        // Or the client's close would wait for the answer's end.
        client.shutdownNow();
        return notReached(base, "none within " + DurationText.of(limit));
      } catch (ExecutionException e) {
        return notReached(base, reason(e));
      }
    }
  }

  private static Answer notReached(URI base, String why) {
    return new Answer.Trouble(DiagnoseExit.NOT_REACHED, "no answer from " + base + ": " + why);
  }

  private static Answer read(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return read(response.statusCode(), body.readNBytes(MAX_BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI page(URI base) {
    String text = base.toString();
    return URI.create(
        (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + "/diagnostics");
  }

  /** What the network said; anything else is a defect. */
  private static String reason(ExecutionException thrown) {
    Throwable cause = thrown;
    while (!(cause instanceof IOException)) {
      cause = cause.getCause();
      if (cause == null) {
        throw new IllegalStateException("an answer could not be read", thrown);
      }
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static Answer read(int status, byte[] body) {
    return switch (status) {
      case 200 -> report(body);
      case 401, 403 ->
          new Answer.Trouble(DiagnoseExit.REFUSED, "refused with " + status + ": " + detail(body));
      default ->
          new Answer.Trouble(
              DiagnoseExit.BAD_ANSWER,
              "status %d found, expected 200: is this a bridge's admin port? %s"
                  .formatted(status, detail(body)));
    };
  }

  private static Answer report(byte[] body) {
    try {
      JsonNode report = JSON.readTree(body);
      if (report.path("findings").isArray() && report.path("events").path("entries").isArray()) {
        return new Answer.Report(report);
      }
    } catch (JsonProcessingException e) {
      return bad();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory could not be read", e);
    }
    return bad();
  }

  private static Answer bad() {
    return new Answer.Trouble(
        DiagnoseExit.BAD_ANSWER,
        "no diagnostics found in the answer, expected those of a bridge's admin port");
  }

  private static String detail(byte[] body) {
    try {
      String detail = JSON.readTree(body).path("detail").asText("");
      return DiagnosisText.plain(detail);
    } catch (IOException e) {
      int shown = Math.min(body.length, 200);
      return DiagnosisText.plain(new String(body, 0, shown, StandardCharsets.UTF_8));
    }
  }
}
