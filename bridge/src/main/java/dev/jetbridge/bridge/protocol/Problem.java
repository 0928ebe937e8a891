package dev.jetbridge.bridge.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/**
 * One refusal over HTTP (RFC 9457).
 *
 * @param type what kind of refusal
 * @param detail what was found and what was expected, for people; never a secret
 */
public record Problem(ProblemType type, String detail) {
  /** The media type of {@link #json()}. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The body, in UTF-8. */
  public byte[] json() {
    StringBuilder json = new StringBuilder(160).append("{\"type\":\"").append(type.path());
    json.append("\",\"title\":\"").append(type.title());
    json.append("\",\"status\":").append(type.status()).append(",\"detail\":\"");
    JsonStringEncoder.getInstance().quoteAsString(detail, json);
    return json.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
  }
}
