package dev.jetbridge.bridge.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.bridge.protocol.ServerFrames;
import dev.jetbridge.bridge.session.Feed;
import dev.jetbridge.bridge.session.Level;
import dev.jetbridge.bridge.session.Outlet;
import dev.jetbridge.bridge.session.Session;
import dev.jetbridge.bridge.window.Fanout;
import dev.jetbridge.bridge.window.Member;
import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.GuardedLoop;
import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.SubjectFilters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client that believes nothing: whatever it is sent is held to the truth at once.
 *
 * <p>{@code believed} is the position up to which it has been told that nothing is missing.
 */
final class SimClient implements Outlet, Level, Member<SimBurst> {
  private static final Pattern POSITION =
      Pattern.compile("\"type\":\"(hello|caught_up|bookmark)\".*?\"(?:seq|cursor)\":(\\d+)");
  private static final int OUTBOX = 12;

  final String name;
  final Session session;
  private final SimWorld world;
  private final GuardedLoop loop;
  private final Fanout<SimBurst> fanout;
  private final StartPoint start;
  private final SubjectFilters filters;
  private Fanout.@Nullable Membership membership;
  private @Nullable SimStream stream;
  private long believed = -1;
  private int queued;
  private boolean starved;
  private boolean failing;
  private long lastMessage;
  boolean greeted;
  boolean caughtUp;
  int events;
  @Nullable CloseReason closed;

  SimClient(
      String name,
      SimWorld world,
      Loop loop,
      Feed feed,
      Fanout<SimBurst> fanout,
      StartPoint start,
      SubjectFilters filters) {
    this.name = name;
    this.world = world;
    this.loop = new GuardedLoop(loop, this::failed);
    this.fanout = fanout;
    this.start = start;
    this.filters = filters;
    this.session =
        new Session(
            new Session.Request(name, start, filters, Coding.V1), feed, this.loop, this, this);
  }

  /** The next thing that it is sent fails on its way, as any code of ours may. */
  void failNext() {
    failing = true;
  }

  private void failed(Throwable cause) {
    if (cause instanceof Planted) {
      session.close(CloseReason.INTERNAL_ERROR);
    } else if (cause instanceof Error error) {
      throw error;
    } else {
      throw new AssertionError(name, cause);
    }
  }

  private void failWherePlanted() {
    if (failing) {
      failing = false;
      throw new Planted();
    }
  }

  Loop loop() {
    return loop;
  }

  /** Its connection is lost. */
  void vanish() {
    closed = CloseReason.NORMAL;
    loop.execute(session::ended);
  }

  /** The socket takes some of what waits. */
  void drain(int messages) {
    queued = Math.max(0, queued - messages);
    if (starved && queued < OUTBOX) {
      starved = false;
      loop.execute(session::roomAgain);
    }
  }

  @Override
  public boolean hasRoom() {
    boolean room = queued < OUTBOX && closed == null;
    starved |= !room;
    return room;
  }

  @Override
  public void send(byte[] frames, Instant published) {
    failWherePlanted();
    assertThat(queued).as("%s: events in the outbox", name).isLessThan(OUTBOX);
    queued++;
    event(frames);
  }

  @Override
  public boolean offer(SimBurst burst) {
    if ((queued > 0 && queued + burst.frames() > OUTBOX) || closed != null) {
      starved = true;
      return false;
    }
    if (failing) {
      loop.run(this::failWherePlanted);
      return false;
    }
    queued += burst.frames();
    burst.all().forEach(this::event);
    return true;
  }

  private void event(byte[] frames) {
    lastMessage = loop.nanos();
    String[] parts = new String(frames, StandardCharsets.UTF_8).split(" ", 2);
    int incarnation = Integer.parseInt(parts[0]);
    long sequence = Long.parseLong(parts[1]);
    SimStream of = bind(incarnation);
    assertThat(of.incarnation)
        .as("%s: incarnation of event %s", name, sequence)
        .isEqualTo(incarnation);
    assertThat(filters.matches(of.message(sequence).subject())).isTrue();
    assertThat(sequence).as("%s: event after %s", name, believed).isGreaterThan(believed);
    believeUpTo(of, sequence - 1);
    believed = sequence;
    events++;
  }

  private SimStream bind(int incarnation) {
    SimStream bound = stream;
    if (bound == null) {
      bound = world.incarnation(incarnation);
      stream = bound;
    }
    return bound;
  }

  /** Everything that matches, up to here and not delivered, must be a legal hole. */
  private void believeUpTo(SimStream of, long sequence) {
    if (believed < 0) {
      believed = sequence;
    }
    for (long s = believed + 1; s <= sequence; s++) {
      if (filters.matches(of.message(s).subject())) {
        assertThat(of.fate(s))
            .as("%s (%s): event %s was passed over", name, start, s)
            .isEqualTo(SimStream.Fate.DELETED);
      }
    }
    believed = Math.max(believed, sequence);
  }

  @Override
  public void tell(byte[] frames) {
    failWherePlanted();
    lastMessage = loop.nanos();
    String text = new String(ServerFrames.payload(frames), StandardCharsets.UTF_8);
    Matcher position = POSITION.matcher(text);
    if (!position.find()) {
      return;
    }
    long sequence = Long.parseLong(position.group(2));
    switch (position.group(1)) {
      case "hello" -> hello(text, sequence);
      case "caught_up" -> {
        assertThat(caughtUp).as("%s: caught up twice", name).isFalse();
        caughtUp = true;
        claim(sequence);
      }
      default -> claim(sequence);
    }
  }

  private void hello(String text, long cursor) {
    assertThat(greeted).isFalse();
    greeted = true;
    if (start instanceof StartPoint.After(Cursor asked)) {
      assertThat(cursor).isEqualTo(asked.sequence());
    }
    if (!(start instanceof StartPoint.Earliest)) {
      believed = cursor;
    }
    Matcher epoch = Pattern.compile("\"epoch\":\"(\\w+)\"").matcher(text);
    assertThat(epoch.find()).isTrue();
    List<SimStream> possible = world.incarnationsOf(epoch.group(1));
    // At 0 nothing was applied: a stream that begins again at once takes nothing away.
    if (possible.size() == 1 && cursor > 0) {
      stream = possible.getFirst();
    }
  }

  private void claim(long sequence) {
    assertThat(sequence).as("%s: claim below %s", name, believed).isGreaterThanOrEqualTo(believed);
    SimStream bound = stream;
    if (bound != null) {
      believeUpTo(bound, sequence);
    } else {
      believed = sequence;
    }
  }

  @Override
  public long lastMessageNanos() {
    return lastMessage;
  }

  @Override
  public void close(CloseReason reason, byte @Nullable [] bookmark, byte @Nullable [] problem) {
    if (closed != null) {
      return;
    }
    failing = false;
    if (bookmark != null) {
      tell(bookmark);
    }
    closed = reason;
    loop.execute(session::ended);
  }

  @Override
  public long reached() {
    return fanout.reached();
  }

  @Override
  public void join() {
    assertThat(membership).isNull();
    membership = fanout.join(this, filters, Coding.V1);
  }

  @Override
  public void leave() {
    if (membership != null) {
      membership.leave();
      membership = null;
    }
  }

  @Override
  public void tellWhenMoved() {
    fanout.tellWhenMoved(this);
  }

  @Override
  public void fellBehind(long position) {
    membership = null;
    loop.run(() -> session.fellBehind(position));
  }

  @Override
  public void tailMoved() {
    loop.run(session::tailMoved);
  }
}
