package dev.jetbridge.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An HTTP response as it came. Immutable. */
public final class HttpAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String statusLine;
  private final int status;
  private final List<Map.Entry<String, String>> headers;
  private final byte[] body;

  /**
   * @throws IllegalArgumentException where {@code statusLine} is none (RFC 9112 §4)
   */
  HttpAnswer(String statusLine, List<Map.Entry<String, String>> headers, byte[] body) {
    if (!statusLine.matches("HTTP/1\\.[01] [1-5][0-9]{2} .*")) {
      throw new IllegalArgumentException(
          "the answer begins with %s; expected an HTTP/1 status line".formatted(statusLine));
    }
    this.statusLine = statusLine;
    this.status = Integer.parseInt(statusLine.substring(9, 12));
    this.headers = List.copyOf(headers);
    this.body = body.clone();
  }

  public int status() {
    return status;
  }

  /** The first line, {@code HTTP/1.1 404 Not Found}. */
  public String statusLine() {
    return statusLine;
  }

  /** The header fields in the order of their arrival, names as they were written. */
  public List<Map.Entry<String, String>> headers() {
    return headers;
  }

  /** All values of the field {@code name}, whatever its case. */
  public List<String> headers(String name) {
    return headers.stream()
        .filter(field -> field.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The value of the field {@code name}; empty where there is none, joined where several. */
  public String header(String name) {
    return String.join(", ", headers(name));
  }

  public byte[] body() {
    return body.clone();
  }

  /** The body read as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body read as JSON. */
  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException("the body is not JSON: " + text(), e);
    }
  }

  @Override
  public String toString() {
    return headers.stream()
        .map(field -> field.getKey() + ": " + field.getValue())
        .collect(Collectors.joining("\n", statusLine + "\n", "\n\n" + text()));
  }
}
