package dev.jetbridge.loadtest.adapter;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where a feed is asked for.
 *
 * @param host with the port, for the {@code Host} header
 * @param path begins with a slash
 * @param headers further ones of each request, {@code Name: value}
 */
record Endpoint(String host, String path, List<String> headers) {
  Endpoint {
    headers = List.copyOf(headers);
  }

  static Endpoint of(URI url, String usualPath, List<String> headers) {
    String path = url.getRawPath();
    boolean none = path == null || path.isEmpty() || path.equals("/");
    return new Endpoint(url.getRawAuthority(), none ? usualPath : path, headers);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
