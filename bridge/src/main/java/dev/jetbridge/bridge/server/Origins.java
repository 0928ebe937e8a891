package dev.jetbridge.bridge.server;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pages that may connect: one exact list for the WebSocket's {@code Origin} (RFC 6455 §10.2)
 * and for CORS (Fetch §3.2). A request without an origin does not come from a browser.
 */
final class Origins {
  private static final String SECONDS_CACHED = "600";

  private final Set<String> allowed;

  Origins(Collection<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /** Whether a request with this origin may pass; null for none. */
  boolean pass(@Nullable String origin) {
    return origin == null || allowed.contains(origin);
  }

  /**
   * What lets an allowed page read the answer, refusals included. Without an allowed origin only
   * {@code Vary}, so that no cache gives one page the answer of another.
   */
  HttpHeaders forAnswerTo(@Nullable String origin) {
    HttpHeaders headers = new DefaultHttpHeaders().set(HttpHeaderNames.VARY, "Origin");
    if (origin != null && allowed.contains(origin)) {
      headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      headers.set(
          HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After, WWW-Authenticate, ETag");
    }
    return headers;
  }

  /** What a preflight for the feed is told beside that. */
  static HttpHeaders forPreflight() {
    return forPreflight(Routes.FEED_METHODS, "GET", "Authorization");
  }

  /** What a preflight for the snapshot is told beside that. */
  static HttpHeaders forSnapshotPreflight() {
    return forPreflight(
        SnapshotChecks.ALLOWED_METHODS, "GET, HEAD", "Authorization, If-None-Match");
  }

  private static HttpHeaders forPreflight(String allow, String methods, String headers) {
    return new DefaultHttpHeaders()
        .set(HttpHeaderNames.ALLOW, allow)
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, methods)
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, headers)
        .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, SECONDS_CACHED);
  }
}
