package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.protocol.ServerFrames;
import dev.jetbridge.bridge.session.Liveness;
import dev.jetbridge.stream.Loop;
import io.netty.channel.Channel;
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
  private boolean watching;

  /**
   * The pulse of a client that has just connected.
   *
   * @param loop the channel's event loop
   * @param liveness decides, by the loop's clock
   * @param closeForSilence takes why the session is to be closed; it has to end the connection in a
   *     bounded time, since nobody looks after it any more
   * @param abort ends the connection at once
   */
  Pulse(
      Channel channel,
      Loop loop,
      Farewell farewell,
      Outbox outbox,
      Liveness liveness,
      Consumer<CloseReason> closeForSilence,
      Runnable abort) {
    this.channel = channel;
    this.loop = loop;
    this.farewell = farewell;
    this.outbox = outbox;
    this.liveness = liveness;
    this.closeForSilence = closeForSilence;
    this.abort = abort;
    this.progress = new SendProgress(channel);
  }

  void begin() {
    watching = progress.isWaiting();
    next = loop.afterAbout(liveness.untilLook(loop.nanos(), watching), this::look);
  }

  /** The socket has not taken all that was written: looks more often until it has. */
  void watch() {
    if (!watching && next != null) {
      watching = true;
      next.cancel();
      next = loop.afterAbout(liveness.untilLook(loop.nanos(), true), this::look);
    }
  }

  void cancel() {
    if (next != null) {
      next.cancel();
      next = null;
    }
  }

  void received() {
    liveness.received(loop.nanos());
  }

  void pong() {
    liveness.pong(loop.nanos());
  }

  private void look() {
    next = null;
    boolean moved = progress.look();
    switch (liveness.look(loop.nanos(), progress.isWaiting(), moved, outbox.lastMessageNanos())) {
      case FINE -> {}
      case PING -> ping();
      case SEND_TIMEOUT -> {
        // The close has a deadline of its own, whatever was to be sent before it.
        closeForSilence.accept(CloseReason.SEND_TIMEOUT);
        return;
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
