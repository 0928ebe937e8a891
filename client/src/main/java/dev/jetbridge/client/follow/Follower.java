package dev.jetbridge.client.follow;

import dev.jetbridge.client.Bookmark;
import dev.jetbridge.client.Feed;
import dev.jetbridge.client.FeedEvent;
import dev.jetbridge.client.FeedItem;
import dev.jetbridge.client.FeedState;
import dev.jetbridge.client.Skipped;
import dev.jetbridge.client.SnapshotBegin;
import dev.jetbridge.client.SnapshotEnd;
import dev.jetbridge.client.SnapshotItem;
import dev.jetbridge.client.Upstream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Moves events from a feed to the output. The output is flushed when nothing more is waiting, and
 * every {@value #FLUSH_MILLIS} ms under load; only then is the cursor, which counts exactly what
 * has been flushed, handed to its keeper.
 */
final class Follower {
  private static final long FLUSH_MILLIS = 100;

  private final EventOutput output;
  private final @Nullable CursorKeeper keeper;
  private final Narrator narrator;
  private final @Nullable Long limit;
  private final boolean untilCaughtUp;
  private long written;
  private long flushedAt = System.nanoTime();

  /**
   * For one run of the command.
   *
   * @param keeper null where no cursor is to be kept
   * @param limit how many events to write at most, null for no limit
   * @param untilCaughtUp whether to end when the backlog has been written
   */
  Follower(
      EventOutput output,
      @Nullable CursorKeeper keeper,
      Narrator narrator,
      @Nullable Long limit,
      boolean untilCaughtUp) {
    this.output = output;
    this.keeper = keeper;
    this.narrator = narrator;
    this.limit = limit;
    this.untilCaughtUp = untilCaughtUp;
  }

  /** How many events have been written, over all feeds followed. */
  long written() {
    return written;
  }

  /**
   * Follows a feed until it ends or enough has been written.
   *
   * @throws IOException where the output cannot be written
   * @throws FollowFault where the cursor cannot be kept
   */
  ExitCode follow(Feed feed) throws IOException, FollowFault, InterruptedException {
    while (true) {
      FeedItem item = feed.poll();
      if (item == null) {
        settle(feed);
        item = feed.next();
      }
      ExitCode exit = take(item, feed);
      if (exit != null) {
        settle(feed);
        return exit;
      }
      if (System.nanoTime() - flushedAt > TimeUnit.MILLISECONDS.toNanos(FLUSH_MILLIS)) {
        settle(feed);
      }
    }
  }

  private @Nullable ExitCode take(FeedItem item, Feed feed) throws IOException {
    return switch (item) {
      case FeedEvent event -> {
        output.add(event);
        narrator.event();
        written++;
        yield limit != null && written >= limit ? ExitCode.SUCCESS : null;
      }
      case SnapshotBegin begin -> {
        narrator.snapshot(begin);
        output.mark(begin.frame());
        yield null;
      }
      case SnapshotItem held -> {
        output.add(held);
        yield null;
      }
      case SnapshotEnd end -> {
        output.mark(end.frame());
        yield null;
      }
      case Bookmark(var cursor) -> {
        narrator.bookmark(cursor);
        yield null;
      }
      case Skipped skipped -> {
        narrator.skipped(skipped);
        yield null;
      }
      case Upstream upstream -> {
        narrator.upstream(upstream);
        yield null;
      }
      case FeedState state -> {
        narrator.state(state, feed.cursor());
        yield ending(state);
      }
    };
  }

  private @Nullable ExitCode ending(FeedState state) {
    return switch (state) {
      case FeedState.Live live -> untilCaughtUp ? ExitCode.SUCCESS : null;
      case FeedState.Gone gone -> ExitCode.CURSOR_GONE;
      case FeedState.Stopped(var failure) ->
          failure == null ? ExitCode.SUCCESS : ExitCode.of(failure);
      case FeedState.Connecting connecting -> null;
      case FeedState.CatchingUp catchingUp -> null;
      case FeedState.Waiting waiting -> null;
      case FeedState.Rebuilding rebuilding -> null;
    };
  }

  private void settle(Feed feed) throws IOException, FollowFault {
    output.flush();
    flushedAt = System.nanoTime();
    if (keeper != null) {
      keeper.reached(feed.cursor());
    }
  }
}
