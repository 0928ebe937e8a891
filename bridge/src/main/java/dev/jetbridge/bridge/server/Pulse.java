package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.protocol.ServerFrames;
import dev.jetbridge.bridge.session.Liveness;
import dev.jetbridge.stream.Loop;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Feels a client's pulse: pings it, and notices that it is dead. For the channel's event loop. */
final class Pulse {
  private static final byte[] PING = ServerFrames.ping(new byte[0]);

  private final Channel channel;
  private final Loop loop;
  private final Farewell farewell;
  private final Outbox outbox;
  private final Consumer<CloseReason> closeForSilence;
  private final Runnable abort;
  private final SendProgress progress;
  private final Liveness liveness;
  private Loop.@Nullable Timer next;
  private boolean timedOut;
  private boolean watching;

  Pulse(
      Channel channel,
      Loop loop,
      Farewell farewell,
      Outbox outbox,
      SessionLoop sessions,
      Consumer<CloseReason> closeForSilence,
      Runnable abort) {
    this.channel = channel;
    this.loop = loop;
    this.farewell = farewell;
    this.outbox = outbox;
    this.closeForSilence = closeForSilence;
    this.abort = abort;
    this.progress = new SendProgress(channel);
    long heartbeat = sessions.heartbeat().toNanos();
    Duration first =
        Duration.ofNanos(heartbeat / 2 + ThreadLocalRandom.current().nextLong(heartbeat / 2 + 1));
    this.liveness =
        new Liveness(sessions.heartbeat(), sessions.sendTimeout(), first, System.nanoTime());
  }

  void begin() {
    watching = progress.isWaiting();
    next = loop.afterAbout(liveness.untilLook(System.nanoTime(), watching), this::look);
  }

  /** The socket has not taken all that was written: looks more often until it has. */
  void watch() {
    if (!watching && next != null) {
      watching = true;
      next.cancel();
      next = loop.afterAbout(liveness.untilLook(System.nanoTime(), true), this::look);
    }
  }

  void cancel() {
    if (next != null) {
      next.cancel();
      next = null;
    }
  }

  void received() {
    liveness.received(System.nanoTime());
  }

  void pong() {
    liveness.pong(System.nanoTime());
  }

  private void look() {
    next = null;
    boolean moved = progress.look();
    switch (liveness.look(
        System.nanoTime(), progress.isWaiting(), moved, outbox.lastMessageNanos())) {
      case FINE -> {}
      case PING -> ping();
      case SEND_TIMEOUT -> {
        if (!timedOut) {
          timedOut = true;
          closeForSilence.accept(CloseReason.SEND_TIMEOUT);
        }
      }
      case DEAD -> {
        // Not closed in order: the kernel would keep what nobody will ever take.
        abort.run();
        return;
      }
    }
    if (channel.isActive()) {
      begin();
    }
  }

  private void ping() {
    // RFC 6455 §5.5.1: no frame behind a close.
    if (!farewell.isSaid()) {
      var unused = outbox.control(PING);
    }
  }
}
