package dev.jetbridge.client;

import dev.jetbridge.client.Reconnection.Spell;
import dev.jetbridge.client.Reconnection.Verdict;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The life of a feed across its connections: takes what arrives and what falls due, and says what
 * the reader is told. Touched by the reader's thread alone.
 */
final class Course {
  private enum Phase {
    /** Asked for a connection; until the server's hello. */
    CONNECTING,
    /** Greeted; frames arrive. */
    OPEN,
    /** Between two connections. */
    WAITING,
    /** Over for good. */
    ENDED
  }

  /** Silence is death after this many bookmark intervals (P-6.4). */
  private static final int SILENT_INTERVALS = 3;

  /** From asking for a connection to the server's hello, which may wait for its broker. */
  private static final Duration GREETING_LIMIT = Duration.ofMinutes(1);

  /** What even the last attempt before patience ends is given. */
  private static final Duration LEAST_ATTEMPT = Duration.ofSeconds(5);

  private final FeedOptions options;
  private final Connector connector;
  private final Timepiece time;
  private final Inbox inbox;
  private final Reconnection reconnection;
  private final Position position;
  private final MessageDecoder decoder = new MessageDecoder();

  private Phase phase = Phase.WAITING;
  private @Nullable FeedState last;
  private @Nullable Connection connection;
  private @Nullable String token;
  private Message.@Nullable CursorProblem problem;
  private @Nullable Long sentAwayAt;
  private boolean rebuilding;
  private long silence;
  private long openSince;

  /** When the phase at hand has lasted long enough: to be greeted, or to wait. */
  private long phaseEnds;

  Course(
      FeedOptions options,
      Connector connector,
      Timepiece time,
      Inbox inbox,
      Reconnection reconnection) {
    this.options = options;
    this.connector = connector;
    this.time = time;
    this.inbox = inbox;
    this.reconnection = reconnection;
    this.position = new Position(options.start(), options.filter(), options.stream());
    this.phaseEnds = time.nanoTime();
  }

  Position position() {
    return position;
  }

  /** The final state, null while the feed goes on. */
  @Nullable FeedState last() {
    return last;
  }

  /** When {@link #due} is worth asking, on the timepiece's clock. */
  long deadline() {
    return switch (phase) {
      case WAITING, CONNECTING -> phaseEnds;
      case OPEN -> {
        long dead = inbox.heard() + silence;
        yield sentAwayAt == null ? dead : earlier(dead, sentAwayAt);
      }
      case ENDED -> Long.MAX_VALUE;
    };
  }

  /** Whether the present connection is to be left at some moment, whatever still arrives. */
  boolean sentAway() {
    return sentAwayAt != null;
  }

  /** What has fallen due by now, null where nothing has. */
  @Nullable FeedItem due() {
    long now = time.nanoTime();
    return switch (phase) {
      case WAITING -> now - phaseEnds >= 0 ? connect() : null;
      case CONNECTING ->
          now - phaseEnds >= 0
              ? leave(new Ending.Unreachable("no hello from the server in time"))
              : null;
      case OPEN -> {
        if (sentAwayAt != null && now - sentAwayAt >= 0) {
          yield leave(new Ending.SentAway());
        }
        long quiet = now - inbox.heard();
        yield quiet >= silence ? leave(new Ending.Silent(Duration.ofNanos(quiet))) : null;
      }
      case ENDED -> last;
    };
  }

  /** What an arrival comes to, null where the reader need not know. */
  @Nullable FeedItem on(Arrival arrival) {
    return switch (arrival) {
      case Arrival.Frame(String text) -> read(text);
      case Arrival.Ended(Ending ending) -> ended(ending);
    };
  }

  /** The reader has closed the feed. */
  FeedState stop() {
    return over(new FeedState.Stopped(null));
  }

  private FeedItem connect() {
    phase = Phase.CONNECTING;
    problem = null;
    sentAwayAt = null;
    position.connecting();
    Supplier<String> tokens = options.token();
    try {
      token = tokens == null ? null : tokens.get();
    } catch (RuntimeException e) {
      return ended(new Ending.NoToken(String.valueOf(e.getMessage())));
    }
    phaseEnds = time.nanoTime() + greetingLimit().toNanos();
    connection =
        connector.open(
            options.address().from(position.next(), options.filter()), token, inbox.open());
    return new FeedState.Connecting(reconnection.attempt());
  }

  private Duration greetingLimit() {
    Duration left = reconnection.left(time.nanoTime());
    if (left == null || left.compareTo(GREETING_LIMIT) > 0) {
      return GREETING_LIMIT;
    }
    return left.compareTo(LEAST_ATTEMPT) < 0 ? LEAST_ATTEMPT : left;
  }

  private @Nullable FeedItem read(String text) {
    try {
      return take(decoder.decode(text, position.lineage()));
    } catch (ContractBreach e) {
      return leave(new Ending.Broken(String.valueOf(e.getMessage())));
    }
  }

  private @Nullable FeedItem take(Message message) {
    return switch (message) {
      case FeedEvent event -> {
        rebuilding = false;
        position.arrived(event.sequence(), event.time());
        yield event;
      }
      case Hello hello -> {
        position.hello(hello);
        phase = Phase.OPEN;
        openSince = time.nanoTime();
        silence = hello.bookmarkInterval().multipliedBy(SILENT_INTERVALS).toNanos();
        yield new FeedState.CatchingUp(hello);
      }
      case SnapshotBegin begin -> {
        position.telling(begin.sequence());
        yield begin;
      }
      case SnapshotItem item -> {
        position.item(item.sequence());
        yield item;
      }
      case Message.StateTold(long sequence, String frame) ->
          new SnapshotEnd(position.told(sequence), frame);
      case Message.CaughtUp caughtUp -> {
        rebuilding = false;
        position.proved(caughtUp.sequence(), caughtUp.time());
        yield new FeedState.Live(position.sequence());
      }
      case Message.Mark mark -> {
        rebuilding = false;
        position.proved(mark.sequence(), mark.time());
        FeedCursor cursor = position.cursor();
        yield cursor == null ? null : new Bookmark(cursor);
      }
      case Message.PassedOver(Skipped skipped) -> {
        position.arrived(skipped.sequence(), null);
        yield skipped;
      }
      case Message.UpstreamChange(Upstream upstream) -> upstream;
      case Message.GoAway(Duration after) -> {
        sentAwayAt = time.nanoTime() + after.toNanos();
        yield null;
      }
      case Message.CursorProblem told -> {
        problem = told;
        yield null;
      }
      case Message.Unknown unknown -> null;
    };
  }

  private FeedItem leave(Ending ending) {
    if (connection != null) {
      if (ending instanceof Ending.SentAway) {
        var unused = connection.leave();
      } else {
        connection.abort();
      }
    }
    return ended(ending);
  }

  private FeedItem ended(Ending ending) {
    long now = time.nanoTime();
    Spell spell =
        new Spell(
            phase == Phase.OPEN ? Duration.ofNanos(now - openSince) : null,
            position.progressed(),
            ending instanceof Ending.Refused && hasFreshToken(),
            sentAwayAt == null ? null : Duration.ofNanos(Math.max(0, sentAwayAt - now)));
    connection = null;
    sentAwayAt = null;
    inbox.hangUp();
    return switch (reconnection.after(ending, spell, now)) {
      case Verdict.Again(int attempt, Duration delay) -> {
        phase = Phase.WAITING;
        phaseEnds = now + delay.toNanos();
        yield new FeedState.Waiting(attempt, delay, ending);
      }
      case Verdict.Over(Failure failure) ->
          failure.kind() == Failure.Kind.CURSOR_GONE
              ? rebuilt(gone(failure), now)
              : over(new FeedState.Stopped(failure));
    };
  }

  // Again without anything in between, and it would go on for ever.
  private FeedItem rebuilt(FeedState.Gone gone, long now) {
    if (!options.snapshotWhenGone() || rebuilding) {
      return over(gone);
    }
    rebuilding = true;
    position.restart();
    phase = Phase.WAITING;
    phaseEnds = now;
    return new FeedState.Rebuilding(gone);
  }

  private FeedState.Gone gone(Failure failure) {
    return problem == null
        ? new FeedState.Gone(
            new Problem("about:blank", failure.message(), null), null, null, position.cursor())
        : new FeedState.Gone(
            problem.problem(), problem.oldest(), problem.epoch(), position.cursor());
  }

  private FeedState over(FeedState end) {
    phase = Phase.ENDED;
    last = end;
    return end;
  }

  private boolean hasFreshToken() {
    Supplier<String> tokens = options.token();
    try {
      return tokens != null && !tokens.get().equals(token);
    } catch (RuntimeException e) {
      // Asked again before the next connection, where it is told.
      return false;
    }
  }

  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }
}
