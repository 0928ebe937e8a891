package dev.jetbridge.bridge.session;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.protocol.ControlMessages;
import dev.jetbridge.bridge.protocol.Format;
import dev.jetbridge.bridge.protocol.GoneProblem;
import dev.jetbridge.bridge.protocol.ServerFrames;
import dev.jetbridge.bridge.session.SessionObserver.Resumed;
import dev.jetbridge.bridge.window.Entry;
import dev.jetbridge.bridge.window.Upstream;
import dev.jetbridge.bridge.window.Window;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Gone;
import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.ProvenReplay.Place;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.stream.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One client's feed: a position, and the rule that says where to read on from it. Position at or
 * above the window's floor: live. Below: replay. Asked at opening, with every event replayed, and
 * when the window overruns a live session.
 *
 * <p>The position is the highest sequence up to which everything that the session may see has been
 * handed to its {@link Outlet}. All of it runs on one {@link Loop}.
 */
public final class Session {
  private final Request request;
  final Feed feed;
  final Loop loop;
  final Outlet outlet;
  final Level level;
  private final Announcer announcer;
  private SessionState state = SessionState.OPENING;

  private @Nullable Opening opening;
  private @Nullable Replaying replaying;
  private @Nullable Live live;

  private Window.Incarnation incarnation;
  private @Nullable Epoch epoch;
  private long position;
  private @Nullable Instant time;

  private @Nullable Witness witness;

  /** Nothing is claimed of what lies before the first event: it asked for the earliest. */
  private boolean unclaimed;

  /**
   * What a client asked for.
   *
   * @param id names the session in logs and to the client
   */
  public record Request(String id, StartPoint start, SubjectFilters filters, Format format) {}

  /** A session that has not begun. */
  public Session(Request request, Feed feed, Loop loop, Outlet outlet, Level level) {
    this.request = request;
    this.feed = feed;
    this.loop = loop;
    this.outlet = outlet;
    this.level = level;
    this.incarnation = feed.window().incarnation();
    this.announcer = new Announcer(this, request.format());
  }

  /** Begins. Once, on the loop. */
  public void begin() {
    feed.observer().moved(SessionState.CLOSED, SessionState.OPENING);
    opening = new Opening(this, request.start());
    opening.begin();
  }

  /** Where it stands. */
  public SessionState state() {
    return state;
  }

  /** Everything up to here that it may see has been handed to its outlet. */
  public long position() {
    return live != null ? live.position(position) : position;
  }

  /** Its incarnation of the stream, null while it is opening. */
  public @Nullable Epoch epoch() {
    return epoch;
  }

  SubjectFilters filters() {
    return request.filters();
  }

  Format format() {
    return request.format();
  }

  String id() {
    return request.id();
  }

  /** The broker's time of the event at exactly the position, null where not known. */
  @Nullable Instant positionTime() {
    long at = position();
    return at == position && time != null ? time : feed.window().timeAt(at);
  }

  /** Everything up to here has been handed over. */
  void reach(long sequence, @Nullable Instant at) {
    position = sequence;
    time = at;
    unclaimed = false;
    if (at != null) {
      witness = Witness.newer(witness, sequence, at);
    }
  }

  /** The start that the broker gave one who asked for the earliest. */
  void startAt(long sequence) {
    position = sequence;
    time = null;
  }

  /** From now on the position is one that nothing after may be missing from. */
  void claim() {
    unclaimed = false;
    if (replaying != null) {
      replaying.anchor();
    }
  }

  boolean isUnclaimed() {
    return unclaimed;
  }

  /** Where a consumer for it begins. */
  Place place() {
    Entry newest = feed.window().newest();
    Epoch ofWindow = incarnation.epoch();
    if (newest != null && ofWindow != null && ofWindow.equals(epoch) && belongs()) {
      witness = Witness.newer(witness, newest.sequence(), newest.time());
    }
    return new Place(
        unclaimed ? Place.EARLIEST : position, witness, Objects.requireNonNull(epoch, "epoch"));
  }

  /** An event came through its own consumer. */
  void replayed(StreamMessage message) {
    feed.observer().replayed();
    reach(message.sequence(), message.time());
    String subject = message.subject();
    if (filters().matches(subject) && feed.scope().matches(subject)) {
      byte @Nullable [] frames = feed.encoder().apply(message).in(format());
      if (frames != null) {
        outlet.send(frames, message.time());
      }
    }
  }

  /** Its start point is resolved; {@code backlogEnd} is the last sequence present at connect. */
  void opened(long start, @Nullable Instant at, StreamState stream, long backlogEnd) {
    reach(start, at);
    open(stream, backlogEnd);
  }

  /** It starts at whatever the stream holds. */
  void openedAtEarliest(long floor, StreamState stream) {
    startAt(floor);
    unclaimed = true;
    open(stream, stream.lastSequence());
  }

  private void open(StreamState stream, long backlogEnd) {
    opening = null;
    epoch = stream.epoch();
    announcer.hello(stream, backlogEnd);
    feed.observer().resumed(mayGoLive() ? Resumed.LIVE : Resumed.REPLAY);
    checkCaughtUp();
    decide();
  }

  /** The one rule. */
  void decide() {
    if (isOver()) {
      return;
    }
    if (!belongs()) {
      gone(Gone.STREAM_REPLACED, feed.upstream().get().state());
      return;
    }
    Window.Reader reader = windowReader();
    if (reader != null) {
      move(SessionState.LIVE);
      live = new Live(this, reader);
      live.begin();
    } else {
      move(SessionState.REPLAYING);
      replaying = new Replaying(this);
      replaying.begin();
    }
  }

  /** Whether the rule would say live. */
  boolean mayGoLive() {
    return feed.pace().shared() && feed.window().covers(position) && windowReader() != null;
  }

  /** A reader of the window, where it holds whatever follows the position in this incarnation. */
  private Window.@Nullable Reader windowReader() {
    if (!feed.pace().shared() || !feed.upstream().get().isUsable()) {
      return null;
    }
    Window.Reader reader = feed.window().reader();
    Epoch ofWindow = reader.incarnation().epoch();
    boolean covered = feed.window().covers(position) && !reader.isReplaced();
    return covered && ofWindow != null && ofWindow.equals(epoch) ? reader : null;
  }

  /** Whether the stream is still the one that the position belongs to, as far as the tail knows. */
  private boolean belongs() {
    Window.Incarnation now = feed.window().incarnation();
    if (now == incarnation) {
      return true;
    }
    // The session may have met the new stream before the tail did.
    boolean ahead =
        incarnation.epoch() == null
            || (!incarnation.epoch().equals(epoch) && epoch != null && epoch.equals(now.epoch()));
    if (ahead) {
      incarnation = now;
    }
    return ahead;
  }

  /** The tail says that the stream is another one. */
  public void streamReplaced() {
    if (!isOver() && state != SessionState.OPENING && !belongs()) {
      gone(Gone.STREAM_REPLACED, feed.upstream().get().state());
    }
  }

  /** The tail lost the broker or found it again. */
  public void upstream(Upstream upstream) {
    if (!isOver()) {
      announcer.upstream(upstream);
      if (upstream.isRefused()) {
        close(CloseReason.UPSTREAM_UNAVAILABLE);
      } else if (upstream.reading() && replaying != null) {
        replaying.brokerFound();
      }
    }
  }

  /** The outlet has room again. */
  public void roomAgain() {
    if (replaying != null) {
      replaying.roomAgain();
    } else if (live != null) {
      live.roomAgain();
    }
  }

  /** The outlet refused what the fan-out had for it: it is level no more. */
  public void fellBehind(long at) {
    if (live != null) {
      live.fellBehind(at);
    }
  }

  /** The fan-out has moved, as it was asked to tell. */
  public void tailMoved() {
    if (live != null) {
      live.tailMoved();
    }
  }

  /** A planned close lies ahead. */
  public void goaway(Duration reconnectAfter, Duration deadline) {
    if (!isOver() && format() == Format.V1) {
      outlet.tell(ControlMessages.goaway(reconnectAfter, deadline));
    }
  }

  void checkCaughtUp() {
    announcer.checkCaughtUp();
  }

  boolean isCaughtUp() {
    return announcer.isCaughtUp();
  }

  void bookmark() {
    announcer.bookmark();
  }

  /** The position cannot be continued from. */
  void gone(Gone gone, @Nullable StreamState stream) {
    if (isOver()) {
      return;
    }
    if (state == SessionState.OPENING) {
      feed.observer().resumed(Resumed.GONE);
    }
    OptionalLong oldest =
        stream == null || stream.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(stream.firstSequence());
    byte[] problem = new GoneProblem(gone, oldest, stream == null ? null : stream.epoch()).json();
    close(CloseReason.of(gone), ServerFrames.text(problem));
  }

  /** Closes it in good order. */
  public void close(CloseReason reason) {
    close(reason, null);
  }

  private void close(CloseReason reason, byte @Nullable [] problem) {
    if (isOver()) {
      return;
    }
    byte[] bookmark = announcer.lastBookmark(reason);
    leave();
    move(SessionState.CLOSING);
    feed.observer().closing(reason);
    outlet.close(reason, bookmark, problem);
  }

  /** Its connection is gone: it holds nothing from now on. */
  public void ended() {
    leave();
    move(SessionState.CLOSED);
  }

  boolean isOver() {
    return state == SessionState.CLOSING || state == SessionState.CLOSED;
  }

  /** Frees whatever the present state holds; the position stays. */
  void leave() {
    position = position();
    if (opening != null) {
      opening.cancel();
      opening = null;
    }
    if (replaying != null) {
      replaying.cancel();
      replaying = null;
    }
    if (live != null) {
      live.cancel();
      live = null;
    }
    if (isOver()) {
      announcer.cancel();
    }
  }

  private void move(SessionState next) {
    if (next != state) {
      feed.observer().moved(state, next);
      state = next;
    }
    if (isOver()) {
      announcer.cancel();
    }
  }
}
