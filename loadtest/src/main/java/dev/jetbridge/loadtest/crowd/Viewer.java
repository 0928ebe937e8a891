package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.adapter.FeedSink;
import dev.jetbridge.loadtest.adapter.ResumePoint;
import dev.jetbridge.loadtest.oracle.Audience;
import dev.jetbridge.loadtest.oracle.Fingerprint;
import dev.jetbridge.loadtest.oracle.FrameTrace;
import dev.jetbridge.loadtest.oracle.Ledger;
import dev.jetbridge.loadtest.publish.EventTemplate;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One logical client: what it has seen, over however many connections, and how it comes back after
 * each. On its event loop only.
 */
final class Viewer implements FeedSink {
  private static final int NO_CLOSE = 1006;
  private static final int GONE = 4410;

  private final LoopSide side;
  private final Dialer dialer;
  private final Cohort cohort;
  private final int number;
  private final Pacing pacing;
  private final FrameTrace trace = new FrameTrace();
  private final Ledger ledger;
  private final Backoff backoff = new Backoff();
  private final CatchUpWatch watch = new CatchUpWatch();
  private final HeldCursor cursor;
  private final ResumePoint beginning;
  private @Nullable Channel channel;
  private boolean open;
  private boolean stopped;
  private boolean finished;
  private int closeCode = NO_CLOSE;
  private String how = "";
  private long leaveNanos = -1;
  private int dials;
  private long cutFor = -1;
  private long now;
  private long dialed;

  Viewer(
      LoopSide side,
      Dialer dialer,
      Cohort cohort,
      int number,
      Audience audience,
      ResumePoint beginning,
      Pacing pacing) {
    this.side = side;
    this.dialer = dialer;
    this.cohort = cohort;
    this.number = number;
    this.beginning = beginning;
    this.cursor = new HeldCursor(beginning);
    this.pacing = pacing;
    this.ledger =
        new Ledger(
            side.stage().truth(), audience, number, side.docket(), side.findings(), trace::excerpt);
  }

  /** Connects for the first time. */
  void enter() {
    if (cohort == Cohort.REPLAY) {
      watch.begin(0, System.nanoTime());
    }
    dial();
  }

  private void dial() {
    if (finished || stopped) {
      return;
    }
    closeCode = NO_CLOSE;
    how = "";
    leaveNanos = -1;
    cutFor = -1;
    dialed = System.nanoTime();
    Destination to = side.stage().destination(number, dials++);
    dialer.dial(
        this,
        side,
        number,
        to,
        to.adapter().dial(cursor.place(ledger), ledger.audience().filters()));
  }

  /** The channel of the connection being made. */
  void connecting(Channel made) {
    channel = made;
  }

  /** The connection could not be made. */
  void failed(Throwable cause) {
    how = "connect: " + cause.getClass().getSimpleName();
    ended(Return.WITH_CURSOR, false);
  }

  void reading(long nanos) {
    now = nanos;
  }

  void opened() {
    open = true;
    backoff.succeeded();
    ledger.opened();
    side.tally().opened(now - dialed);
    if (!ledger.isStarted() && beginning instanceof ResumePoint.After(long seq, var e, var t)) {
      ledger.startsAfter(seq);
    }
    watch.opened(side.stage().truth().settled());
    caughtUpYet();
    if (channel != null) {
      pacing.opened(channel, this);
    }
  }

  void refused(int status, String reason) {
    trace.noted(runNanos(), "refused: " + reason);
    how = "status " + status;
    closeCode = Return.afterStatus(status) == Return.NEVER ? 1008 : NO_CLOSE;
  }

  void disconnected() {
    Return back = Return.after(closeCode);
    if (how.isEmpty()) {
      how = cutFor >= 0 ? "cut off here" : String.valueOf(closeCode);
    }
    trace.noted(runNanos(), "connection ended: " + how);
    ended(back, open);
  }

  private void ended(Return back, boolean wasOpen) {
    open = false;
    channel = null;
    if (finished) {
      return;
    }
    side.tally().closed(wasOpen, how);
    switch (back) {
      case NEVER -> {
        stopped = true;
        side.tally().stopped();
      }
      case FROM_EARLIEST -> {
        cursor.useless();
        again(backoff.nextMillis());
      }
      case WITH_CURSOR -> again(delay());
    }
  }

  private long delay() {
    if (cutFor >= 0) {
      return cutFor;
    }
    if (leaveNanos < 0) {
      return backoff.nextMillis();
    }
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(leaveNanos - runNanos()));
  }

  private void again(long millis) {
    if (millis == 0) {
      dial();
    } else {
      side.loop().schedule(this::dial, millis, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Cuts the connection off, with a reset as when the network goes.
   *
   * @param asStorm which storm this is, or -1 for none: then no catching up is measured
   */
  void cut(long awayMillis, int asStorm) {
    Channel connection = channel;
    if (connection == null || !open) {
      return;
    }
    cutFor = awayMillis;
    if (asStorm > 0) {
      watch.begin(asStorm, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(awayMillis));
    }
    connection.config().setOption(ChannelOption.SO_LINGER, 0);
    connection.close();
  }

  /** Reads as fast as it can from here on, and is not cut off any more. */
  void release() {
    pacing.release(channel);
  }

  long missing() {
    return ledger.missing();
  }

  boolean isOpen() {
    return open;
  }

  boolean isSteady() {
    return cohort == Cohort.STEADY;
  }

  /** Whether it waits for something that is known to have been published. */
  boolean isIncomplete() {
    return !stopped && (!ledger.isStarted() || ledger.awaitsAny(side.stage().truth().settled()));
  }

  /** Disconnects for good; what it was owed is settled by {@link #settle}. */
  void leave() {
    finished = true;
    Channel connection = channel;
    if (connection != null) {
      connection.config().setOption(ChannelOption.SO_LINGER, 0);
      connection.close();
    }
  }

  /** How many events it was owed. */
  long settle() {
    return ledger.finish(!stopped);
  }

  long delivered() {
    return ledger.delivered();
  }

  @Override
  public void message(byte[] bytes, int offset, int length) {
    trace.received(runNanos(), bytes, offset, length);
  }

  @Override
  public void startsAfter(long seq, @Nullable String newEpoch, @Nullable String newTime) {
    cursor.epoch(newEpoch);
    cursor.time(seq, newTime);
    ledger.startsAfter(seq);
    caughtUpYet();
  }

  @Override
  public void event(
      long seq, byte[] bytes, int offset, int length, int timeOffset, int timeLength) {
    ledger.event(seq, Fingerprint.of(bytes, offset, length));
    side.tally()
        .delivered(
            cohort,
            seq,
            EventTemplate.sent(bytes, offset, length),
            side.stage().clock().at(now),
            side.waited());
    if (timeLength > 0) {
      cursor.time(seq, bytes, timeOffset, timeLength);
    }
    if (watch.isOn()) {
      caughtUpYet();
    }
  }

  @Override
  public void covered(long seq, @Nullable String newTime) {
    ledger.covered(seq);
    cursor.time(seq, newTime);
    caughtUpYet();
  }

  private void caughtUpYet() {
    watch.done(ledger, now).ifPresent(side.tally()::caughtUp);
  }

  @Override
  public void gone(String problem) {
    side.tally().gone();
    ledger.gone();
    cursor.useless();
  }

  @Override
  public void goaway(long millis) {
    leaveNanos = runNanos() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Override
  public void closing(int code, String reason) {
    trace.noted(runNanos(), "close %d %s".formatted(code, reason));
    closeCode = code;
    if (code == GONE && ledger.isStarted()) {
      ledger.broken("4410 without the message that says why");
      gone("4410");
    }
    Channel connection = channel;
    if (connection != null) {
      dialer.answerClose(connection, code);
    }
  }

  @Override
  public void broken(String found) {
    trace.noted(runNanos(), "broken: " + found);
    ledger.broken(found);
    Channel connection = channel;
    if (connection != null) {
      connection.close();
    }
  }

  private long runNanos() {
    return System.nanoTime() - dialer.began();
  }
}
