package dev.jetbridge.bridge.session;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.bridge.protocol.Format;
import dev.jetbridge.bridge.protocol.GoneProblem;
import dev.jetbridge.bridge.protocol.ServerFrames;
import dev.jetbridge.bridge.session.SessionObserver.Resumed;
import dev.jetbridge.bridge.snapshot.Snapshots;
import dev.jetbridge.bridge.snapshot.Telling;
import dev.jetbridge.bridge.window.Frames;
import dev.jetbridge.bridge.window.Upstream;
import dev.jetbridge.bridge.window.Window;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Gone;
import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Duration;
import java.time.Instant;
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
  final Footing footing;
  private final Announcer announcer;
  private SessionState state = SessionState.OPENING;
  private SessionState served = SessionState.OPENING;

  private @Nullable Opening opening;
  private @Nullable Telling told;
  private @Nullable Preface preface;
  private @Nullable Replaying replaying;
  private @Nullable Live live;

  /**
   * What a client asked for.
   *
   * @param id names the session in logs and to the client
   */
  public record Request(String id, StartPoint start, SubjectFilters filters, Coding coding) {}

  /**
   * A session that has not begun.
   *
   * @param loop what a task throws on it must end the session: the client may lack what the task
   *     was to hand over
   */
  public Session(Request request, Feed feed, Loop loop, Outlet outlet, Level level) {
    this.request = request;
    this.feed = feed;
    this.loop = loop;
    this.outlet = outlet;
    this.level = level;
    this.footing = new Footing(feed);
    this.announcer = new Announcer(this, format());
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

  /** Where it stood last before its end. */
  public SessionState servedAs() {
    return served;
  }

  /** Everything up to here that it may see has been handed to its outlet. */
  public long position() {
    return live != null ? live.position(footing.position()) : footing.position();
  }

  /** Its incarnation of the stream, null while it is opening. */
  public @Nullable Epoch epoch() {
    return footing.epoch();
  }

  SubjectFilters filters() {
    return request.filters();
  }

  Format format() {
    return request.coding().format();
  }

  String id() {
    return request.id();
  }

  /** The broker's time of the event at exactly the position, null where not known. */
  @Nullable Instant positionTime() {
    return footing.timeAt(position());
  }

  /** From now on nothing after the position may be missing. */
  void claim() {
    footing.claim();
    if (replaying != null) {
      replaying.anchor();
    }
  }

  /** Hands over an event, or the word about a message that is none. */
  void show(Frames frames, Instant published) {
    byte @Nullable [] message = frames.in(request.coding());
    if (message != null && frames.isEvent()) {
      outlet.send(message, published);
    } else if (message != null) {
      outlet.tell(message);
    }
  }

  /** Its start point is resolved by what the tail knows. */
  void openedInWindow(long start, @Nullable Instant at, StreamState known, long backlogEnd) {
    footing.find(known.epoch());
    footing.reach(start, at);
    open(known, backlogEnd);
  }

  /** Its start point is resolved by a state read for it. */
  void opened(long start, @Nullable Instant at, StreamState stream) {
    footing.find(stream);
    footing.reach(start, at);
    open(stream, stream.lastSequence());
  }

  /** It starts at whatever the stream holds. */
  void openedAtEarliest(long floor, StreamState stream) {
    footing.find(stream);
    footing.startUnclaimed(floor);
    open(stream, stream.lastSequence());
  }

  /** {@code backlogEnd} is the last sequence present at connect. */
  private void open(StreamState stream, long backlogEnd) {
    opening = null;
    announcer.hello(stream, backlogEnd);
    Snapshots snapshots = feed.snapshots();
    Telling telling = told;
    if (telling != null && snapshots != null) {
      move(SessionState.SNAPSHOT);
      preface = new Preface(this, telling, snapshots.atMost());
      preface.begin();
    } else {
      read();
    }
  }

  /** This is to be told once the stream is known to go on from its cursor. */
  void tell(Telling telling) {
    told = telling;
  }

  /** The state is told: the position means from now on what it says. */
  void prefaced() {
    told = null;
    preface = null;
    read();
  }

  /** Whether the client has yet to be told what the position stands for. */
  boolean isPrefacing() {
    return told != null;
  }

  private void read() {
    feed.observer().resumed(footing.isInWindow() ? Resumed.LIVE : Resumed.REPLAY);
    checkCaughtUp();
    decide();
  }

  /** The one rule. */
  void decide() {
    if (isOver()) {
      return;
    }
    if (!footing.belongs()) {
      gone(Gone.STREAM_REPLACED, feed.upstream().get().state());
      return;
    }
    Window.Reader reader = footing.reader();
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

  /** The tail says that the stream is another one. */
  public void streamReplaced() {
    if (!isOver() && state != SessionState.OPENING && !footing.belongs()) {
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
    if (preface != null) {
      preface.roomAgain();
    } else if (replaying != null) {
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
    } else if (replaying != null) {
      replaying.tailMoved();
    }
  }

  /** A planned close lies ahead. */
  public void goaway(Duration reconnectAfter, Duration deadline) {
    if (!isOver()) {
      announcer.goaway(reconnectAfter, deadline);
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
    long at = position();
    if (at != footing.position()) {
      footing.reach(at, null);
    }
    if (opening != null) {
      opening.cancel();
      opening = null;
    }
    if (preface != null) {
      preface.cancel();
      preface = null;
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
    } else {
      served = next;
    }
  }
}
