package dev.jetbridge.bridge.session;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.protocol.ControlMessages;
import dev.jetbridge.bridge.protocol.ControlMessages.Hello;
import dev.jetbridge.bridge.protocol.Format;
import dev.jetbridge.bridge.window.Upstream;
import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.StreamState;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Says on a {@code jetbridge.v1} feed how far it has come; silent on a plain one. */
final class Announcer {
  private final Session session;
  private final boolean speaks;
  private Loop.@Nullable Timer timer;
  private boolean greeted;
  private boolean caughtUp;
  private boolean toldDown;
  private long backlogEnd;
  private @Nullable Departure departure;

  /** A planned close, by the loop's nanoseconds. */
  private record Departure(long reconnectNanos, long deadlineNanos) {}

  Announcer(Session session, Format format) {
    this.session = session;
    this.speaks = format == Format.V1;
  }

  void hello(StreamState stream, long backlog) {
    backlogEnd = backlog;
    greeted = true;
    if (!speaks) {
      return;
    }
    Feed.Pace pace = session.feed.pace();
    OptionalLong oldest =
        stream.isEmpty() ? OptionalLong.empty() : OptionalLong.of(stream.firstSequence());
    session.outlet.tell(
        ControlMessages.hello(
            new Hello(
                stream.stream(),
                stream.epoch(),
                session.filters(),
                oldest,
                Math.max(stream.lastSequence(), backlog),
                session.position(),
                session.positionTime(),
                pace.heartbeat(),
                pace.bookmark(),
                session.id())));
    Upstream upstream = session.feed.upstream().get();
    if (!upstream.reading()) {
      upstream(upstream);
    }
    tellDeparture();
    rest(pace.bookmark());
  }

  /** A close is planned: told now, or right after hello, which is the first message. */
  void goaway(Duration reconnectAfter, Duration deadline) {
    long now = session.loop.nanos();
    departure = new Departure(now + reconnectAfter.toNanos(), now + deadline.toNanos());
    tellDeparture();
  }

  private void tellDeparture() {
    if (speaks && greeted && departure != null) {
      long now = session.loop.nanos();
      session.outlet.tell(
          ControlMessages.goaway(
              millisTo(departure.reconnectNanos(), now), millisTo(departure.deadlineNanos(), now)));
      departure = null;
    }
  }

  /** Rounded up: nobody is closed later than told. */
  private static Duration millisTo(long nanos, long now) {
    return Duration.ofMillis(Math.ceilDiv(Math.max(0, nanos - now), 1_000_000));
  }

  private void rest(Duration delay) {
    timer = session.loop.afterAbout(delay, this::bookmarkWhereIdle);
  }

  private void bookmarkWhereIdle() {
    Duration interval = session.feed.pace().bookmark();
    Duration idle = Duration.ofNanos(session.loop.nanos() - session.outlet.lastMessageNanos());
    if (idle.compareTo(interval) >= 0
        && !session.footing.isUnclaimed()
        && !session.isPrefacing()
        && session.outlet.hasRoom()) {
      bookmark();
      idle = Duration.ZERO;
    }
    Duration left = interval.minus(idle);
    rest(left.isPositive() ? left : interval);
  }

  /** Everything up to the position stands before it, for the outlet keeps the order. */
  void bookmark() {
    if (speaks && greeted) {
      session.outlet.tell(ControlMessages.bookmark(session.position(), session.positionTime()));
    }
  }

  /** The bookmark that goes before a close; null where none may. */
  byte @Nullable [] lastBookmark(CloseReason reason) {
    return speaks
            && greeted
            && !session.footing.isUnclaimed()
            && !session.isPrefacing()
            && reason != CloseReason.SEND_TIMEOUT
            && reason != CloseReason.INTERNAL_ERROR
            && reason != CloseReason.STREAM_REPLACED
        ? ControlMessages.bookmark(session.position(), session.positionTime())
        : null;
  }

  void checkCaughtUp() {
    if (!caughtUp && greeted && session.position() >= backlogEnd) {
      caughtUp = true;
      session.claim();
      if (speaks) {
        session.outlet.tell(ControlMessages.caughtUp(session.position(), session.positionTime()));
      }
    }
  }

  boolean isCaughtUp() {
    return caughtUp;
  }

  void upstream(Upstream upstream) {
    if (speaks && greeted && toldDown == upstream.reading()) {
      toldDown = !upstream.reading();
      session.outlet.tell(ControlMessages.upstream(upstream.reading(), upstream.since()));
    }
  }

  void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
