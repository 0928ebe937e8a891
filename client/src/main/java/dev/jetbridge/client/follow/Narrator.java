package dev.jetbridge.client.follow;

import dev.jetbridge.client.FeedCursor;
import dev.jetbridge.client.FeedState;
import dev.jetbridge.client.Hello;
import dev.jetbridge.client.Skipped;
import dev.jetbridge.client.SnapshotBegin;
import dev.jetbridge.client.Upstream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells on standard error what becomes of the feed: when it went down and why, for how long, what
 * it missed. Nothing of it goes to standard output.
 */
final class Narrator {
  private static final String NAME = "jetbridge follow: ";

  private final PrintStream err;
  private final Verbosity verbosity;
  private final InstantSource clock;
  private @Nullable Instant downSince;
  private @Nullable Duration outage;
  private String lastCause = "";
  private List<String> reads = List.of();
  private boolean everUp;
  private long events;

  Narrator(PrintStream err, Verbosity verbosity, InstantSource clock) {
    this.err = err;
    this.verbosity = verbosity;
    this.clock = clock;
  }

  /** An event was written. */
  void event() {
    events++;
  }

  void state(FeedState state, @Nullable FeedCursor cursor) {
    switch (state) {
      case FeedState.Connecting(int attempt) -> details("connecting, attempt " + attempt);
      case FeedState.Waiting waiting -> down(waiting, cursor);
      case FeedState.CatchingUp(Hello hello) -> up(hello);
      case FeedState.Live(long sequence) -> live(sequence);
      case FeedState.Gone gone -> gone(gone);
      case FeedState.Rebuilding(FeedState.Gone gone) -> {
        gone(gone);
        tell("going on with a snapshot");
      }
      case FeedState.Stopped stopped -> {
        if (stopped.failure() != null) {
          error(stopped.failure().message());
        }
      }
    }
  }

  void snapshot(SnapshotBegin begin) {
    tell("snapshot at seq %d: %d items".formatted(begin.sequence(), begin.count()));
  }

  void skipped(Skipped skipped) {
    tell(
        "seq %d on %s is no event and was skipped by the server: %s"
            .formatted(skipped.sequence(), skipped.subject(), skipped.cause()));
  }

  void upstream(Upstream upstream) {
    String when = upstream.since() == null ? "" : " at " + second(upstream.since());
    tell(
        upstream.up()
            ? "the server has its broker back" + when
            : "the server lost its broker" + when + "; what is published meanwhile follows later");
  }

  void bookmark(FeedCursor cursor) {
    details("nothing more up to seq " + cursor.sequence());
  }

  /** What the user should know whatever happens later. */
  void tell(String message) {
    if (verbosity != Verbosity.QUIET) {
      print(message);
    }
  }

  /** What ends the command. */
  void error(String message) {
    print(message);
  }

  private void down(FeedState.Waiting waiting, @Nullable FeedCursor cursor) {
    String cause = waiting.cause().toString();
    if (downSince == null) {
      downSince = clock.instant();
      String where = cursor == null ? "" : " after seq " + cursor.sequence();
      tell(
          everUp
              ? "feed down at %s%s: %s; reconnecting".formatted(second(downSince), where, cause)
              : "no feed yet: " + cause + "; trying again");
    } else if (!cause.equals(lastCause)) {
      tell("still down: " + cause);
    }
    lastCause = cause;
    details("attempt %d in %s".formatted(waiting.attempt(), shown(waiting.delay())));
  }

  private void up(Hello hello) {
    if (!reads.isEmpty() && !reads.equals(hello.subjects())) {
      tell(
          "the token now reads %s instead of %s; what came before now is not made up for"
              .formatted(String.join(" ", hello.subjects()), String.join(" ", reads)));
    }
    reads = hello.subjects();
    if (everUp && downSince != null) {
      outage = Duration.between(downSince, clock.instant());
      tell("feed back after " + shown(outage));
    } else {
      tell(
          "following %s (epoch %s) after seq %d, subjects %s"
              .formatted(
                  hello.stream(),
                  hello.epoch(),
                  hello.cursor(),
                  String.join(" ", hello.subjects())));
    }
    everUp = true;
    downSince = null;
    events = 0;
  }

  private void live(long sequence) {
    if (outage != null) {
      tell(
          "nothing missed: %d events of the outage caught up, live at seq %d"
              .formatted(events, sequence));
      outage = null;
    } else {
      tell("live at seq " + sequence);
    }
  }

  private void gone(FeedState.Gone gone) {
    FeedCursor last = gone.last();
    String stood = last == null ? "" : "; the cursor stood at seq " + last.sequence();
    String holds = gone.oldest() == null ? "" : "; the stream now begins at seq " + gone.oldest();
    error("cursor gone: " + gone.problem() + stood + holds);
  }

  private void details(String message) {
    if (verbosity == Verbosity.VERBOSE) {
      print(message);
    }
  }

  private void print(String message) {
    err.println(NAME + PlainText.harmless(message).replace('\n', ' '));
  }

  private static Instant second(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String shown(Duration duration) {
    return "%d.%d s".formatted(duration.toSeconds(), duration.toMillisPart() / 100);
  }
}
