package dev.jetbridge.client;

import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Sequence;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a feed has come. Advances with events, passed-over messages and the server's words, never
 * goes back, and holds the server to clause 5.4: what does not rise strictly is a breach.
 *
 * <p>A feed from {@code earliest} holds no cursor until something has come: what retention takes
 * before that was never claimed, so asking for it by number could only end in 4410. Until then it
 * belongs to no incarnation either, and a stream that is made again meanwhile is as good.
 */
final class Position {
  private StartPoint start;
  private final @Nullable SubjectFilters filter;
  private @Nullable String stream;
  private @Nullable Epoch epoch;
  private @Nullable Lineage lineage;
  private long sequence = Sequence.NONE;
  private @Nullable Instant at;
  private boolean held;
  private boolean greeted;
  private boolean progressed;
  private boolean told;

  /**
   * A position that nothing has moved yet.
   *
   * @param stream the name that the start point belongs to, null where it was not said
   */
  Position(StartPoint start, @Nullable SubjectFilters filter, @Nullable String stream) {
    this.start = start;
    this.filter = filter;
    this.stream = stream;
    if (start instanceof StartPoint.After(Cursor(long given, Epoch itsEpoch, Instant itsTime))) {
      sequence = given;
      epoch = itsEpoch;
      at = itsTime;
      held = true;
    }
  }

  /** What to ask the server for. */
  StartPoint next() {
    return held ? new StartPoint.After(new Cursor(sequence, epoch, at)) : start;
  }

  /** Where the feed stands, null where there is nothing yet that could be continued. */
  @Nullable FeedCursor cursor() {
    return held && stream != null
        ? new FeedCursor(stream, filter, new Cursor(sequence, epoch, at))
        : null;
  }

  long sequence() {
    return sequence;
  }

  /** What the cursors of this connection's events are made of, null before its hello. */
  @Nullable Lineage lineage() {
    return greeted ? lineage : null;
  }

  /** Whether the present or last connection brought anything new. */
  boolean progressed() {
    return progressed;
  }

  /** A connection is begun. */
  void connecting() {
    greeted = false;
    progressed = false;
    told = false;
  }

  void hello(Hello hello) {
    if (greeted) {
      throw new ContractBreach("second hello found, expected one a connection");
    }
    if (held) {
      expect("stream", stream, hello.stream());
      expect("epoch", epoch, hello.epoch());
      if (hello.cursor() < sequence) {
        throw new ContractBreach(
            "delivery after %d found, expected after %d, as asked for"
                .formatted(hello.cursor(), sequence));
      }
    }
    stream = hello.stream();
    epoch = hello.epoch();
    lineage = new Lineage(hello.stream(), hello.epoch(), filter);
    greeted = true;
    if (!held || hello.cursor() > sequence) {
      sequence = hello.cursor();
      at = hello.time();
    } else if (at == null) {
      at = hello.time();
    }
    held |= !(start instanceof StartPoint.Earliest || start instanceof StartPoint.Snapshot);
  }

  /** The cursor cannot be continued: the feed begins anew, with the state of the stream. */
  void restart() {
    start = new StartPoint.Snapshot();
    held = false;
    epoch = null;
    at = null;
    sequence = Sequence.NONE;
  }

  /** The state is about to be told, for the position that the connection began at. */
  void telling(long cursor) {
    requireGreeting();
    if (held || cursor != sequence) {
      throw new ContractBreach(
          "snapshot at %d found, expected one at %d, asked for".formatted(cursor, sequence));
    }
    told = true;
  }

  /** An item of the state. */
  void item(long found) {
    if (!told || found > sequence) {
      throw new ContractBreach(
          "item of seq %d found, expected it within a snapshot, at most %d"
              .formatted(found, sequence));
    }
  }

  /** The state was told to its end; only now is the position worth anything. */
  FeedCursor told(long cursor) {
    if (!told || cursor != sequence) {
      throw new ContractBreach(
          "end of a snapshot at %d found, expected one at %d".formatted(cursor, sequence));
    }
    told = false;
    held = true;
    progressed = true;
    return java.util.Objects.requireNonNull(cursor(), "greeted and held");
  }

  /** Something with a sequence of its own came: an event, or word of what is none. */
  void arrived(long found, @Nullable Instant time) {
    requireGreeting();
    if (found <= sequence) {
      throw new ContractBreach(
          "seq %d found after %d, expected to rise strictly".formatted(found, sequence));
    }
    advance(found, time);
  }

  /** The server says that nothing at or below a sequence is still to come. */
  void proved(long bound, @Nullable Instant time) {
    requireGreeting();
    held = true;
    if (bound > sequence) {
      advance(bound, time);
    } else if (bound == sequence && at == null) {
      at = time;
    }
  }

  private void advance(long to, @Nullable Instant time) {
    sequence = to;
    at = time;
    held = true;
    progressed = true;
  }

  private void requireGreeting() {
    if (!greeted) {
      throw new ContractBreach("message about the stream found before hello");
    }
  }

  private static void expect(String what, @Nullable Object expected, Object found) {
    if (expected != null && !expected.equals(found)) {
      throw new ContractBreach(
          "%s '%s' found, expected '%s', which the cursor belongs to"
              .formatted(what, found, expected));
    }
  }
}
