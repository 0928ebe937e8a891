package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.session.Feed;
import dev.jetbridge.bridge.session.Liveness;
import dev.jetbridge.bridge.window.Fanout;
import dev.jetbridge.stream.Loop;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All sessions of one event loop and the fan-out that serves them. Everything runs on the loop but
 * {@link #wake} and {@link #forEach}, which any thread may call.
 */
final class SessionLoop {
  /** Entries handed out in one turn of the loop. */
  private static final int TURN = 512;

  private final EventLoop eventLoop;
  private final Loop loop;
  private final Feed feed;
  private final Fanout<SharedBurst> fanout;
  private final Deliveries deliveries;
  private final SessionLog log;
  private final int outboxBytes;
  private final Duration sendTimeout;
  private final Set<SessionChannel> sessions = new LinkedHashSet<>();
  private final AtomicBoolean awake = new AtomicBoolean();
  private @Nullable LoopDrain drain;
  private volatile long handOverNanos;

  SessionLoop(
      EventLoop eventLoop,
      Feed feed,
      Deliveries deliveries,
      SessionLog log,
      int outboxBytes,
      Duration sendTimeout) {
    this.eventLoop = eventLoop;
    this.loop = new NettyLoop(eventLoop);
    this.feed = feed;
    this.deliveries = deliveries;
    this.log = log;
    this.outboxBytes = outboxBytes;
    this.sendTimeout = sendTimeout;
    ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    this.fanout =
        new Fanout<>(
            feed.window(), () -> new SharedBurst(allocator.buffer(4096, outboxBytes)), outboxBytes);
  }

  /** The window has more: hands it out soon, once, however often it is called. Any thread. */
  void wake() {
    if (awake.compareAndSet(false, true)) {
      loop.execute(this::handOut);
    }
  }

  private void handOut() {
    // Before the window is read: what is appended from here on wakes the loop again.
    awake.set(false);
    boolean more = false;
    try {
      long before = fanout.reached();
      long began = System.nanoTime();
      more = fanout.run(TURN);
      if (fanout.reached() != before) {
        handOverNanos = System.nanoTime() - began;
      }
    } catch (RuntimeException | Error e) {
      failed(e);
    }
    if (more && awake.compareAndSet(false, true)) {
      var unused = loop.after(Duration.ZERO, this::handOut);
    }
  }

  /** How long it took to hand out what was new last time, in nanoseconds. Any thread. */
  long handOverNanos() {
    return handOverNanos;
  }

  /** Who of the members has got what is not known: all begin again from what they have. */
  private void failed(Throwable cause) {
    log.failed(cause);
    try {
      snapshot().forEach(SessionChannel::closeForDefect);
    } finally {
      fanout.clear();
    }
  }

  /** Runs a task for each session, on the loop. Any thread. */
  void forEach(Consumer<SessionChannel> task) {
    loop.execute(() -> snapshot().forEach(session -> session.run(() -> task.accept(session))));
  }

  /** The sessions as they are now; a task for one may remove it. */
  List<SessionChannel> snapshot() {
    return new ArrayList<>(sessions);
  }

  boolean isEmpty() {
    return sessions.isEmpty();
  }

  /**
   * Sends everyone away, spread over a window, whoever still comes included.
   *
   * @param empty completed when nobody is left
   */
  void drain(Duration window, CompletableFuture<Void> empty) {
    drain = new LoopDrain(this, window, empty);
    drain.begin();
  }

  EventLoop eventLoop() {
    return eventLoop;
  }

  Loop loop() {
    return loop;
  }

  Feed feed() {
    return feed;
  }

  Fanout<SharedBurst> fanout() {
    return fanout;
  }

  Deliveries deliveries() {
    return deliveries;
  }

  int outboxBytes() {
    return outboxBytes;
  }

  Duration sendTimeout() {
    return sendTimeout;
  }

  /** A client that connects now; those that come together are pinged apart. */
  Liveness liveness() {
    Duration heartbeat = feed.pace().heartbeat();
    long half = heartbeat.toNanos() / 2;
    Duration first = Duration.ofNanos(half + ThreadLocalRandom.current().nextLong(half + 1));
    return new Liveness(heartbeat, sendTimeout, first, loop.nanos());
  }

  void add(SessionChannel session) {
    sessions.add(session);
    log.opened(session);
  }

  /** A session that was added has begun. */
  void begun(SessionChannel session) {
    if (drain != null) {
      drain.late(session);
    }
  }

  void remove(SessionChannel session, @Nullable CloseReason reason) {
    if (sessions.remove(session)) {
      log.ended(session, reason);
    }
  }

  void failed(SessionChannel session, Throwable cause) {
    log.failed(session, cause);
  }
}
