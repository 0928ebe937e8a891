package dev.jetbridge.stream.nats;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the files hold other credentials than those in use, to be tried now. Two looks in a row
 * must find the same: a file that is just being written would otherwise pass for a broken one. For
 * the connector's thread.
 */
final class Renewal {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  private final Unreadable listener;
  private @Nullable Identity seen;
  private @Nullable Identity failed;
  private Duration retry = FIRST_RETRY;
  private long failedNanos;
  private int unreadable;
  private long toldNanos;

  Renewal(Unreadable listener) {
    this.listener = listener;
  }

  /** Told that the files cannot be read, for as long as that lasts. */
  interface Unreadable {
    /**
     * Told when two looks in a row found it, and then every half minute.
     *
     * @param first whether it is the first time since they could be read
     */
    void unreadable(Exception why, boolean first);
  }

  /** Reads who the bridge would be. */
  interface Files {
    Identity read() throws IOException;
  }

  /** Looks; true where what is found is another identity than the one in use. */
  boolean isDue(Files files, Identity inUse, long nowNanos) {
    Identity found = look(files, nowNanos);
    Identity before = seen;
    seen = found;
    if (found == null || !found.equals(before) || found.equals(inUse)) {
      return false;
    }
    return !found.equals(failed) || nowNanos - failedNanos >= retry.toNanos();
  }

  private @Nullable Identity look(Files files, long nowNanos) {
    try {
      Identity found = files.read();
      unreadable = 0;
      return found;
    } catch (IOException | RuntimeException e) {
      unreadable++;
      boolean first = unreadable == 2;
      if (first || (unreadable > 2 && nowNanos - toldNanos >= LONGEST_RETRY.toNanos())) {
        toldNanos = nowNanos;
        listener.unreadable(e, first);
      }
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
