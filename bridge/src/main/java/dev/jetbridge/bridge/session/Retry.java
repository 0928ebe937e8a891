package dev.jetbridge.bridge.session;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a replaying session does when its consumer or the broker is lost: another try, later each
 * time. While the broker is known to be away it waits with it; with a broker that is there but
 * makes no progress it gives up after a bounded time.
 */
final class Retry {
  private static final long FIRST_MILLIS = 50;
  private static final long MOST_MILLIS = 2_000;

  private final Session session;
  private final Runnable attempt;
  private final SplittableRandom spread;
  private Loop.@Nullable Timer timer;
  private long delayMillis;
  private long failingSinceNanos;

  Retry(Session session, Runnable attempt) {
    this.session = session;
    this.attempt = attempt;
    this.spread = new SplittableRandom(session.id().hashCode());
  }

  boolean isPending() {
    return timer != null;
  }

  /** Something came: the next failure is a first one. */
  void progress() {
    delayMillis = 0;
  }

  void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  void after(StreamFailure failure) {
    long now = session.loop.nanos();
    if (delayMillis == 0) {
      failingSinceNanos = now;
      delayMillis = FIRST_MILLIS;
    } else {
      delayMillis = Math.min(2 * delayMillis, MOST_MILLIS);
    }
    boolean brokerThere = session.feed.upstream().get().reading();
    if (!brokerThere) {
      failingSinceNanos = now;
    }
    if (now - failingSinceNanos > session.feed.pace().maxWait().toNanos()) {
      session.close(
          failure.kind() == Kind.CONSUMER_LIMIT
              ? CloseReason.REPLAY_BUSY
              : CloseReason.UPSTREAM_UNAVAILABLE);
      return;
    }
    // Spread, so that sessions which failed together do not try together.
    long millis = delayMillis / 2 + spread.nextLong(delayMillis / 2 + 1);
    timer = session.loop.after(Duration.ofMillis(millis), this::now);
  }

  /** Tries at once, where a try is due. */
  void now() {
    if (timer != null) {
      timer.cancel();
      timer = null;
      attempt.run();
    }
  }
}
