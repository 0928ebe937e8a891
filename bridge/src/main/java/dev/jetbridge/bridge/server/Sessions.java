package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.auth.Principal;
import dev.jetbridge.bridge.session.Feed;
import dev.jetbridge.bridge.window.TailListener;
import dev.jetbridge.bridge.window.Upstream;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/** All sessions, each on the event loop of its channel. Any thread may call. */
public final class Sessions implements FeedOpener, TailListener {
  private final Map<EventLoop, SessionLoop> loops = new HashMap<>();

  /**
   * No sessions yet, on any of these loops.
   *
   * @param outboxBytes the high-water mark of a channel: events handed to a socket at most
   * @param sendTimeout how long a socket may take no byte
   */
  public Sessions(
      EventLoops loops, Feed feed, Deliveries deliveries, int outboxBytes, Duration sendTimeout) {
    SessionLog log = new SessionLog();
    for (EventLoop loop : loops.ofSessions()) {
      this.loops.put(loop, new SessionLoop(loop, feed, deliveries, log, outboxBytes, sendTimeout));
    }
  }

  @Override
  public FrameListener opened(Channel channel, FeedRequest request) {
    SessionLoop loop = loops.get(channel.eventLoop());
    if (loop == null) {
      throw new IllegalArgumentException(
          "channel of a foreign event loop found, expected one of the server's own");
    }
    SessionChannel session = new SessionChannel(channel, request, newId(), loop);
    session.begin();
    return session;
  }

  private static String newId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 12);
  }

  @Override
  public void moved() {
    loops.values().forEach(SessionLoop::wake);
  }

  @Override
  public long handOverNanos() {
    long longest = 0;
    for (SessionLoop loop : loops.values()) {
      longest = Math.max(longest, loop.handOverNanos());
    }
    return longest;
  }

  @Override
  public void upstream(Upstream upstream) {
    forEach(session -> session.session().upstream(upstream));
  }

  @Override
  public void replaced() {
    forEach(session -> session.session().streamReplaced());
    moved();
  }

  @Override
  public void reset(ResetCause cause) {
    moved();
  }

  /**
   * Asks of each session whether its principal may still read what it reads, after the tokens have
   * changed.
   *
   * @param standing decides
   */
  public void review(Function<FeedRequest, Review> standing) {
    forEach(session -> session.reviewed(standing.apply(session.request())));
  }

  /**
   * Sends everyone away, spread over a window: each is told when to come back, and closed then.
   * Those whose requests had been granted before go the same way.
   *
   * @return done when all connections have ended
   */
  public CompletableFuture<Void> drain(Duration window) {
    List<CompletableFuture<Void>> drained = new ArrayList<>();
    for (SessionLoop loop : loops.values()) {
      CompletableFuture<Void> empty = new CompletableFuture<>();
      drained.add(empty);
      loop.eventLoop().execute(() -> loop.drain(window, empty));
    }
    return CompletableFuture.allOf(drained.toArray(CompletableFuture[]::new));
  }

  /** Cuts every connection that is left. */
  public void abortAll() {
    forEach(SessionChannel::abort);
  }

  /** What is known of each session now; completes when every loop has answered. */
  public CompletableFuture<List<SessionView>> views() {
    List<CompletableFuture<List<SessionView>>> parts = new ArrayList<>();
    for (SessionLoop loop : loops.values()) {
      parts.add(
          CompletableFuture.supplyAsync(
              () -> loop.snapshot().stream().map(Sessions::view).toList(), loop.eventLoop()));
    }
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(done -> parts.stream().flatMap(part -> part.join().stream()).toList());
  }

  private static SessionView view(SessionChannel session) {
    FeedRequest request = session.request();
    Principal principal = session.principal();
    long position = session.session().position();
    return new SessionView(
        session.id(),
        NetUtil.toSocketAddressString(request.remote()),
        principal.name(),
        request.filters().values(),
        request.coding(),
        session.state(),
        position,
        Math.max(0, session.loopHead() - position),
        session.outbox().events(),
        session.outbox().bytes(),
        Duration.ofNanos(session.ageNanos()));
  }

  private void forEach(Consumer<SessionChannel> task) {
    loops.values().forEach(loop -> loop.forEach(task));
  }
}
