package dev.jetbridge.bridge.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One answer over HTTP, without the headers that belong to the connection.
 *
 * @param status 200 to 599
 * @param headers by name, in order
 * @param body its pieces, made as they are sent; read once
 * @param length of the whole body; empty where it is not known beforehand
 */
public record HttpAnswer(
    int status, Map<String, String> headers, Iterator<byte[]> body, OptionalLong length) {
  private static final String CONTENT_TYPE = "Content-Type";

  public HttpAnswer {
    headers = Map.copyOf(headers);
  }

  /** One without a body. */
  public static HttpAnswer empty(int status, Map<String, String> headers) {
    return whole(status, headers, new byte[0]);
  }

  /** 200 with a text. */
  public static HttpAnswer text(String mediaType, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return whole(200, Map.of(CONTENT_TYPE, mediaType), bytes);
  }

  /** 200 with a text that is made while it is sent. */
  public static HttpAnswer streamed(String mediaType, Iterator<byte[]> pieces) {
    return new HttpAnswer(200, Map.of(CONTENT_TYPE, mediaType), pieces, OptionalLong.empty());
  }

  /** A refusal. */
  public static HttpAnswer problem(Problem problem) {
    return whole(problem.type().status(), Map.of(CONTENT_TYPE, Problem.MEDIA_TYPE), problem.json());
  }

  /** This with one more header. */
  public HttpAnswer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpAnswer(status, more, body, length);
  }

  private static HttpAnswer whole(int status, Map<String, String> headers, byte[] body) {
    return new HttpAnswer(status, headers, List.of(body).iterator(), OptionalLong.of(body.length));
  }
}
