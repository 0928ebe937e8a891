package dev.jetbridge.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.testkit.Clause;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What goes to a socket")
class OutboxTest {
  private final Stuck stuck = new Stuck();
  private final EmbeddedChannel channel = new EmbeddedChannel(stuck);
  private final Outbox outbox =
      new Outbox(channel, new NettyLoop(channel.eventLoop()), new Uncounted(), () -> {}, () -> {});
  private final Farewell farewell = new Farewell(channel, outbox, Duration.ofSeconds(50));
  private final Pongs pongs = new Pongs(farewell, outbox);

  @AfterEach
  void release() {
    stuck.release();
    channel.finishAndReleaseAll();
  }

  @Test
  @Clause("P-9")
  @DisplayName("after the client's close is the answer to it alone")
  void nothingBehindClose() {
    outbox.event(new byte[100], Instant.EPOCH);
    farewell.answer(1000);
    channel.runPendingTasks();
    ByteBuf only = channel.readOutbound();
    assertThat(only.getByte(0)).isEqualTo((byte) 0x88);
    only.release();
    assertNothingElse();
  }

  @Test
  @Clause("P-7.3")
  @DisplayName("is gathered into buffers that are about as large as what is in them")
  void smallBuffers() {
    for (int i = 0; i < 40; i++) {
      outbox.event(new byte[1_000], Instant.EPOCH);
    }
    channel.runPendingTasks();
    int held = 0;
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      held += part.capacity();
      part.release();
    }
    assertThat(held).isBetween(40_000, 56_000);
  }

  @Test
  @Clause("P-8.1")
  @DisplayName("to one who pings and does not read is one answer at a time, the last one last")
  void pongsAreBounded() {
    stuck.on = true;
    for (int i = 0; i <= 1_000; i++) {
      pongs.answer(Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(stuck.held).hasSize(1);
    stuck.on = false;
    stuck.release();
    assertThat(textOfNext()).isEqualTo("0");
    assertThat(textOfNext()).isEqualTo("1000");
    assertNothingElse();
  }

  @Test
  @Clause("P-9")
  @DisplayName("after our close is no pong")
  void noPongBehindClose() {
    farewell.say(CloseReason.GOING_AWAY, null, null);
    pongs.answer(new byte[0]);
    ByteBuf close = channel.readOutbound();
    assertThat(close.getByte(0)).isEqualTo((byte) 0x88);
    close.release();
    assertNothingElse();
  }

  private void assertNothingElse() {
    ByteBuf next = channel.readOutbound();
    assertThat(next).isNull();
  }

  private @Nullable String textOfNext() {
    ByteBuf pong = channel.readOutbound();
    try {
      return pong.toString(2, pong.readableBytes() - 2, StandardCharsets.US_ASCII);
    } finally {
      pong.release();
    }
  }

  /** A socket that takes nothing for a while. */
  private static final class Stuck extends ChannelOutboundHandlerAdapter {
    final Queue<Runnable> held = new ArrayDeque<>();
    boolean on;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      if (on) {
        held.add(() -> ctx.writeAndFlush(message, promise));
      } else {
        ctx.write(message, promise);
      }
    }

    void release() {
      on = false;
      while (!held.isEmpty()) {
        held.remove().run();
      }
    }
  }
}
