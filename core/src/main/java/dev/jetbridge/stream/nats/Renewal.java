package dev.jetbridge.stream.nats;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the files hold other credentials than those in use, to be tried now. Two looks in a row
 * must find the same: a file that is just being written would otherwise pass for a broken one. For
 * the connector's thread.
 */
final class Renewal {
  private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  private final String name;
  private @Nullable Identity seen;
  private @Nullable Identity failed;
  private Duration retry = FIRST_RETRY;
  private long failedNanos;
  private boolean unreadable;

  Renewal(String name) {
    this.name = name;
  }

  /** Reads who the bridge would be. */
  interface Files {
    Identity read() throws IOException;
  }

  /** Looks; true where what is found is another identity than the one in use. */
  boolean isDue(Files files, Identity inUse, long nowNanos) {
    Identity found = look(files);
    Identity before = seen;
    seen = found;
    if (found == null || !found.equals(before) || found.equals(inUse)) {
      return false;
    }
    return !found.equals(failed) || nowNanos - failedNanos >= retry.toNanos();
  }

  private @Nullable Identity look(Files files) {
    try {
      Identity found = files.read();
      unreadable = false;
      return found;
    } catch (IOException e) {
      if (!unreadable) {
        LOG.warn("{}: credentials cannot be read, those in use stay: {}", name, e.toString());
      }
      unreadable = true;
      return null;
    }
  }

  /**
   * What was found did not do: it is tried again, later each time.
   *
   * @return whether it is the first time
   */
  boolean failed(@Nullable Identity tried, long nowNanos) {
    boolean first = tried == null || !tried.equals(failed);
    retry = first ? FIRST_RETRY : retry.multipliedBy(2);
    if (retry.compareTo(LONGEST_RETRY) > 0) {
      retry = LONGEST_RETRY;
    }
    failed = tried;
    failedNanos = nowNanos;
    return first;
  }
}
