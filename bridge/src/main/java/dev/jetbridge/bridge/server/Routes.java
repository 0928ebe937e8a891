package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.ProblemType;
import dev.jetbridge.bridge.protocol.Refusal;
import dev.jetbridge.bridge.protocol.RequestTarget;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the data port serves, and by which methods (P-1.1). Immutable.
 *
 * @param feeds whether feeds are served
 * @param snapshots whether the snapshot is
 * @param pages what is given to anybody; null where nothing is
 */
record Routes(boolean feeds, boolean snapshots, @Nullable Pages pages) {
  /** Where the feed is. */
  static final String FEED = "/ws/events";

  /** What the feed may be asked with, as in an {@code Allow} header. */
  static final String FEED_METHODS = "GET, OPTIONS";

  private static final String PAGE_METHODS = "GET, HEAD";

  /** Why it is turned down, empty where it leads somewhere. */
  Optional<Refusal> refusal(HttpMethod method, RequestTarget target) {
    if (isFeed(target) && feeds) {
      return unlessAmong(FEED_METHODS, method);
    }
    if (SnapshotChecks.serves(target.path()) && snapshots) {
      return unlessAmong(SnapshotChecks.ALLOWED_METHODS, method);
    }
    if (isPage(target)) {
      return unlessAmong(PAGE_METHODS, method);
    }
    return Optional.of(
        Refusal.of(ProblemType.NOT_FOUND, "path not served on this port, expected " + served()));
  }

  boolean isFeed(RequestTarget target) {
    return target.path().equals(FEED);
  }

  boolean isPage(RequestTarget target) {
    return pages != null && pages.serves(target.path());
  }

  private String served() {
    if (!snapshots) {
      return FEED + "; " + SnapshotChecks.PATH + " is not served, by snapshot.mode";
    }
    return (feeds ? FEED + ", " : "") + SnapshotChecks.PATH + ", " + SnapshotChecks.SOURCES_PATH;
  }

  private static Optional<Refusal> unlessAmong(String allowed, HttpMethod method) {
    return List.of(allowed.split(", ")).contains(method.name())
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                    ProblemType.METHOD_NOT_ALLOWED,
                    "method other than those allowed found, expected one of " + allowed)
                .with("Allow", allowed));
  }
}
