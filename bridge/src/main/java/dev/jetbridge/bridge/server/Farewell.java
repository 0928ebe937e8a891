package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.protocol.ServerFrames;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection: last messages, close frame, and then the socket itself, whatever the
 * client does (RFC 6455 §7.1). For the channel's event loop.
 */
final class Farewell {
  /** How long the client may take to answer a close that its socket has taken. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private static final int NO_STATUS = 1005;

  private final Channel channel;
  private final Outbox outbox;
  private final Duration sendTimeout;
  private @Nullable Future<?> deadline;
  private boolean said;
  private boolean written;

  Farewell(Channel channel, Outbox outbox, Duration sendTimeout) {
    this.channel = channel;
    this.outbox = outbox;
    this.sendTimeout = sendTimeout;
  }

  /** Whether a close frame was written, or is about to be. */
  boolean isSaid() {
    return said;
  }

  /** Says good-bye for the server. */
  void say(CloseReason reason, byte @Nullable [] bookmark, byte @Nullable [] problem) {
    if (said || !channel.isActive()) {
      return;
    }
    said = true;
    abortAfter(reason == CloseReason.SEND_TIMEOUT ? Duration.ofSeconds(1) : sendTimeout);
    if (problem == null && outbox.isMidMessage()) {
      // A close may stand between fragments (RFC 6455 §5.4) and must not wait for the rest; a
      // bookmark may not, and would claim an event of which the client has half.
      outbox.cut();
      writeClose(ServerFrames.close(reason), isFailure(reason));
      return;
    }
    outbox.seal(() -> {
      if (bookmark != null) {
        outbox.text(bookmark);
      }
      if (problem != null) {
        outbox.text(problem);
      }
      outbox.flush();
      writeClose(ServerFrames.close(reason), isFailure(reason));
    });
  }

  /** Answers the client's close, or ends a connection whose close the client has answered. */
  void answer(int code) {
    if (written) {
      channel.close();
      return;
    }
    said = true;
    outbox.cut();
    abortAfter(ANSWER);
    writeClose(code == NO_STATUS ? ServerFrames.close() : ServerFrames.close(code, ""), true);
  }

  /**
   * Whether the client broke the protocol: it is not heard any further, not for an answer either
   * (RFC 6455 §7.1.7).
   */
  private static boolean isFailure(CloseReason reason) {
    return switch (reason) {
      case PROTOCOL_ERROR, INVALID_UTF8, TOO_MANY_FRAMES, MESSAGE_TOO_BIG -> true;
      case NORMAL,
          GOING_AWAY,
          INTERNAL_ERROR,
          UPSTREAM_UNAVAILABLE,
          REPLAY_BUSY,
          TOKEN_EXPIRED,
          TOKEN_REVOKED,
          SUBJECT_FORBIDDEN,
          SEND_TIMEOUT,
          RETENTION_EXHAUSTED,
          CURSOR_AHEAD,
          STREAM_REPLACED ->
          false;
    };
  }

  private void writeClose(byte[] frame, boolean last) {
    written = true;
    ChannelFuture taken = outbox.control(frame);
    if (last) {
      Linger.after(taken);
      return;
    }
    taken.addListener(done -> {
      if (done.isSuccess()) {
        closeAfter(ANSWER);
      } else {
        channel.close();
      }
    });
  }

  // Not an abort: what the kernel holds, a problem and a close among it, may still be on its way.
  private void closeAfter(Duration delay) {
    cancel();
    deadline =
        channel
            .eventLoop()
            .schedule((Runnable) channel::close, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void abortAfter(Duration delay) {
    cancel();
    deadline = channel.eventLoop().schedule(this::abort, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Cuts the connection: what the kernel holds is dropped with it. */
  void abort() {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close();
    }
  }

  void cancel() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
