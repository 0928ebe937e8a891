package dev.jetbridge.bridge.diagnose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a bridge's admin port for its diagnostics. */
final class AdminClient {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** More than any bridge has to say: 65,536 events. */
  private static final int MAX_BYTES = 64 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private AdminClient() {}

  /**
   * Asks once.
   *
   * @param base the admin port's address, with the path in front of it if there is one
   */
  static Answer ask(URI base, @Nullable Secret token) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(page(base)).timeout(LIMIT).header("Accept", "application/json");
    if (token != null) {
      request.header("Authorization", "Bearer " + token.value());
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return read(response.statusCode(), body.readNBytes(MAX_BYTES));
      }
    } catch (IOException e) {
      return new Answer.Trouble(
          DiagnoseExit.NOT_REACHED, "no answer from " + base + ": " + reason(e));
    }
  }

  private static URI page(URI base) {
    String text = base.toString();
    return URI.create(
        (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + "/diagnostics");
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
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
