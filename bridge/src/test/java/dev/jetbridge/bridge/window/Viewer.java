package dev.jetbridge.bridge.window;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.session.Feed;
import dev.jetbridge.bridge.session.Level;
import dev.jetbridge.bridge.session.Outlet;
import dev.jetbridge.bridge.session.ReplayPermits;
import dev.jetbridge.bridge.session.SessionObserver;
import dev.jetbridge.bridge.session.SessionState;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.ProvenReplay.Supply;
import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamShape;
import dev.jetbridge.stream.StreamShape.Retention;
import dev.jetbridge.stream.StreamSource;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * All that a live session has to do with, doing nothing: a client that takes everything, a loop
 * whose time stands still, a fan-out at the window's head, and a broker that nobody needs.
 */
final class Viewer implements Outlet, Level, Loop, SessionObserver, StreamSource {
  static final Epoch EPOCH = Epoch.of("EVENTS", Instant.EPOCH);

  private static final Supply SUPPLY = new Supply(64, 1 << 20);

  private final Window window;
  long events;
  long bytes;

  Viewer(Window window) {
    this.window = window;
  }

  Feed feed() {
    Duration minute = Duration.ofMinutes(1);
    StreamShape shape =
        new StreamShape(Retention.LIMITS, Duration.ZERO, 1, false, false, List.of(">"));
    Upstream upstream =
        new Upstream(
            true,
            Instant.EPOCH,
            true,
            new StreamState("EVENTS", EPOCH, 1, 0, 0, null, shape),
            null);
    return new Feed(
        this,
        SubjectFilters.ALL,
        window,
        () -> upstream,
        SampleEvents.ENCODER,
        new ReplayPermits(1),
        this,
        null,
        new Feed.Pace(true, SUPPLY, SUPPLY, 64, minute, minute, minute, minute, minute));
  }

  // The client.

  @Override
  public boolean hasRoom() {
    return true;
  }

  @Override
  public void send(byte[] frames, Instant published) {
    events++;
    bytes += frames.length;
  }

  @Override
  public void tell(byte[] frames) {
    bytes += frames.length;
  }

  @Override
  public long lastMessageNanos() {
    return 0;
  }

  @Override
  public void close(CloseReason reason, byte @Nullable [] bookmark, byte @Nullable [] problem) {
    throw new IllegalStateException(reason + " found, expected no close");
  }

  // The fan-out.

  @Override
  public long reached() {
    return window.head();
  }

  @Override
  public void join() {
    // Level until told otherwise.
  }

  @Override
  public void leave() {
    // Likewise.
  }

  @Override
  public void tellWhenMoved() {
    throw new IllegalStateException("wait for the tail found, expected to be level with it");
  }

  // The loop.

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    if (delay.isZero()) {
      task.run();
    }
    return () -> {};
  }

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public long nanos() {
    return 0;
  }

  // Who is told.

  @Override
  public void resumed(Resumed outcome) {
    // Nobody asks.
  }

  @Override
  public void moved(SessionState from, SessionState to) {
    // Nobody asks.
  }

  @Override
  public void overrun() {
    throw new IllegalStateException("overrun found, expected a reader who keeps up");
  }

  @Override
  public void replayed() {
    // Nobody asks.
  }

  @Override
  public void closing(CloseReason reason) {
    // Nobody asks.
  }

  // The broker.

  @Override
  public CompletionStage<StreamState> state() {
    throw needless();
  }

  @Override
  public CompletionStage<Optional<Instant>> timeAt(long sequence) {
    throw needless();
  }

  @Override
  public Replay replay(
      long position, SubjectFilters filters, Replay.Listener listener, Executor executor) {
    throw needless();
  }

  private static IllegalStateException needless() {
    return new IllegalStateException("request to the broker found, expected the window to do");
  }

  @Override
  public void onConnection(ConnectionListener listener) {
    // Always there.
  }

  @Override
  public void close(Duration atMost) {
    // Holds nothing.
  }
}
