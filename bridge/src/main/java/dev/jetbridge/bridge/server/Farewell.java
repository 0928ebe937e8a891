package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.protocol.ServerFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
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
      writeClose(ServerFrames.close(reason), false);
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
      writeClose(ServerFrames.close(reason), false);
    });
  }

  /** Answers the client's close, or ends a connection whose close the client has answered. */
  void answer(int code) {
    if (said) {
      channel.close();
      return;
    }
    said = true;
    outbox.cut();
    abortAfter(ANSWER);
    writeClose(code == NO_STATUS ? ServerFrames.close() : ServerFrames.close(code, ""), true);
  }

  private void writeClose(byte[] frame, boolean last) {
    ByteBuf buffer = Unpooled.wrappedBuffer(frame);
    channel
        .writeAndFlush(buffer)
        .addListener(done -> {
          if (last || !done.isSuccess()) {
            channel.close();
          } else {
            abortAfter(ANSWER);
          }
        });
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
