package dev.jetbridge.client;

import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.SubjectFilters;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Where a feed is: the server's address, to which each attempt's parameters are added (P-2.1).
 *
 * @param base {@code ws} or {@code wss}, with a host and a path, without query and fragment
 */
record FeedAddress(URI base) {
  private static final String USUAL_PATH = "/ws/events";
  private static final int MAX_PORT = 65_535;

  /**
   * Reads an address as a person gives it: {@code http} and {@code https} are understood, and an
   * address without a path means the usual one.
   *
   * @throws IllegalArgumentException where it is no address of a feed
   */
  static FeedAddress of(String given) {
    try {
      return of(new URI(given));
    } catch (URISyntaxException e) {
      // Its message has the whole address in it, and a token may be in that.
      throw new IllegalArgumentException(
          "address found that is no URL at character %d (%s), expected ws://host[:port]"
              .formatted(e.getIndex(), e.getReason()),
          e);
    }
  }

  /** The same of an address that is a URI at least. */
  static FeedAddress of(URI given) {
    if (namesUser(given)) {
      throw new IllegalArgumentException(
          "address with a user before the host found, expected the token to be given apart");
    }
    String shown = shown(given);
    String scheme =
        switch (given.getScheme() == null ? "" : given.getScheme().toLowerCase(Locale.ROOT)) {
          case "ws", "http" -> "ws";
          case "wss", "https" -> "wss";
          default ->
              throw new IllegalArgumentException(
                  "address '" + shown + "' found, expected ws://host[:port] or wss://host[:port]");
        };
    if (given.getHost() == null) {
      // A URI has no host where it is no host name (RFC 952): an underscore in it is enough.
      throw new IllegalArgumentException(
          "address '"
              + shown
              + "' without a valid host name and port found, expected "
              + scheme
              + "://host[:port]");
    }
    if (given.getPort() == 0 || given.getPort() > MAX_PORT) {
      throw new IllegalArgumentException(
          "port %d found in '%s', expected 1 to %d".formatted(given.getPort(), shown, MAX_PORT));
    }
    if (given.getRawQuery() != null || given.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "address '"
              + shown
              + "' with a query or fragment found, expected subject, since, epoch and at apart");
    }
    String port = given.getPort() < 0 ? "" : ":" + given.getPort();
    String path = given.getRawPath();
    boolean bare = path == null || path.isEmpty() || path.equals("/");
    return new FeedAddress(
        URI.create(scheme + "://" + given.getHost() + port + (bare ? USUAL_PATH : path)));
  }

  /** Whether a user, and perhaps a password, stands before the host. */
  private static boolean namesUser(URI given) {
    String authority = given.getRawAuthority();
    // Without "//" there is none: user:secret@host then has the user for its scheme.
    return (authority == null ? given.toString() : authority).indexOf('@') >= 0;
  }

  /** An address for people to read, up to where it may carry a token. */
  private static String shown(URI given) {
    return given.toString().replaceFirst("[?#].*", "?...");
  }

  /** The address of one attempt. */
  URI from(StartPoint start, @Nullable SubjectFilters filter) {
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    switch (start) {
      case StartPoint.After(Cursor cursor) -> {
        query.add("since=" + cursor.sequence());
        if (cursor.epoch() != null) {
          query.add("epoch=" + encode(cursor.epoch().value()));
        }
        if (cursor.at() != null) {
          query.add("at=" + encode(cursor.at().toString()));
        }
      }
      case StartPoint.Earliest() -> query.add("since=earliest");
      case StartPoint.Latest() -> query.add("since=latest");
      case StartPoint.Snapshot() -> query.add("since=snapshot");
    }
    if (filter != null) {
      filter.values().forEach(subject -> query.add("subject=" + encode(subject)));
    }
    return URI.create(base + query.toString());
  }

  /** The same address for a plain request (P-2.7). */
  static URI overHttp(URI address) {
    return URI.create(address.toString().replaceFirst("^ws", "http"));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
