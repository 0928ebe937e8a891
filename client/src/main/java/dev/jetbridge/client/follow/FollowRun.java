package dev.jetbridge.client.follow;

import dev.jetbridge.client.Feed;
import dev.jetbridge.client.FeedBuilder;
import dev.jetbridge.client.FeedCursor;
import dev.jetbridge.stream.SubjectFilters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command: begins where the cursor file says, follows until there is a reason not
 * to, and begins anew where the cursor is gone and that is wanted.
 */
final class FollowRun {
  private final FeedBuilder feeds;
  private final @Nullable SubjectFilters filter;
  private final OnGone onGone;
  private final Narrator narrator;

  /**
   * For one run of the command.
   *
   * @param feeds what to follow and where to begin without a cursor file
   * @param filter the subjects among it, null for all that the token may read
   */
  FollowRun(FeedBuilder feeds, @Nullable SubjectFilters filter, OnGone onGone, Narrator narrator) {
    this.feeds = feeds;
    this.filter = filter;
    this.onGone = onGone;
    this.narrator = narrator;
  }

  /** What a run writes to and how much of it. */
  record Goal(
      EventOutput output,
      CursorKeeper.Durability durability,
      @Nullable Long limit,
      boolean untilCaughtUp) {}

  /** Follows without keeping a cursor. */
  ExitCode run(Goal goal) throws InterruptedException {
    return guarded(stop -> follow(stop, goal, null));
  }

  /** Follows from where the file says, and keeps it up with the output. */
  ExitCode run(Goal goal, Path cursorFile, String server) throws InterruptedException {
    return guarded(stop -> {
      try (CursorFile file = CursorFile.open(cursorFile, server)) {
        FeedCursor stored = file.read().orElse(null);
        if (stored != null) {
          resume(stored, cursorFile);
        }
        CursorKeeper keeper = new CursorKeeper(file, goal.durability(), stored);
        try (keeper) {
          return follow(stop, goal, keeper);
        } finally {
          keeper.finish();
        }
      }
    });
  }

  private void resume(FeedCursor stored, Path file) throws FollowFault {
    if (!Objects.equals(stored.filter(), filter)) {
      throw new FollowFault(
          ExitCode.LOCAL,
          "cursor file %s of %s found, expected one of %s: give each choice of subjects its own"
              .formatted(file, named(stored.filter()), named(filter)));
    }
    narrator.tell("resuming %s after seq %d".formatted(stored.stream(), stored.sequence()));
    feeds.continuing(stored);
  }

  private ExitCode follow(StopSignal stop, Goal goal, @Nullable CursorKeeper keeper)
      throws FollowFault, InterruptedException {
    Follower follower =
        new Follower(goal.output(), keeper, narrator, goal.limit(), goal.untilCaughtUp());
    boolean anew = false;
    while (true) {
      long before = follower.written();
      ExitCode exit = follow(stop, follower);
      boolean fruitless = anew && follower.written() == before;
      if (exit != ExitCode.CURSOR_GONE || onGone != OnGone.EARLIEST || fruitless) {
        return exit;
      }
      narrator.tell("going on with the oldest event that the stream still holds");
      feeds.sinceEarliest();
      anew = true;
    }
  }

  private ExitCode follow(StopSignal stop, Follower follower)
      throws FollowFault, InterruptedException {
    try (Feed feed = feeds.open()) {
      stop.watch(feed);
      return follower.follow(feed);
    } catch (IOException e) {
      if (BrokenPipe.is(e)) {
        // The reader has seen enough, as head does. What it was given is what the cursor counts.
        return ExitCode.SUCCESS;
      }
      throw new FollowFault(ExitCode.LOCAL, "the output cannot be written: " + e.getMessage(), e);
    }
  }

  private interface Task {
    ExitCode run(StopSignal stop) throws FollowFault, InterruptedException;
  }

  private ExitCode guarded(Task task) throws InterruptedException {
    try (StopSignal stop = new StopSignal()) {
      ExitCode exit;
      try {
        exit = task.run(stop);
      } catch (FollowFault e) {
        narrator.error(String.valueOf(e.getMessage()));
        exit = e.exit();
      }
      stop.finished(exit);
      return exit;
    }
  }

  private static String named(@Nullable SubjectFilters subjects) {
    return subjects == null ? "all that the token may read" : "subjects " + subjects;
  }
}
