package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.adapter.Decoder;
import dev.jetbridge.loadtest.adapter.Dialogue;
import dev.jetbridge.loadtest.adapter.Wire;
import dev.jetbridge.loadtest.net.Frames;
import dev.jetbridge.loadtest.net.ResponseHead;
import dev.jetbridge.loadtest.net.Turns;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a viewer: bytes in, to the dialogue's decoder. What is read gets its time at
 * once and is taken apart behind all that the loop reads in the same turn, so that no event waits
 * for the work on another. It is copied once into the loop's array; only what is left over is kept
 * per connection.
 */
final class FeedChannel extends ChannelInboundHandlerAdapter {
  private static final byte[] NOTHING = {};

  private final LoopSide side;
  private final Viewer viewer;
  private final Dialogue dialogue;
  private byte[] rest = NOTHING;
  private @Nullable Decoder decoder;
  private boolean ended;

  FeedChannel(LoopSide side, Viewer viewer, Dialogue dialogue) {
    this.side = side;
    this.viewer = viewer;
    this.dialogue = dialogue;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.writeAndFlush(Unpooled.wrappedBuffer(dialogue.request()));
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf read = (ByteBuf) message;
    long now = System.nanoTime();
    long waited = Turns.ofThisLoop().waited(now);
    side.afterReading(() -> {
      try {
        if (!ended) {
          take(context, read, now, waited);
        }
      } catch (RuntimeException e) {
        exceptionCaught(context, e);
      } finally {
        read.release();
      }
    });
  }

  private void take(ChannelHandlerContext context, ByteBuf read, long now, long waited) {
    viewer.reading(now);
    side.reading(waited);
    int length = read.readableBytes();
    side.tally().received(length);
    byte[] bytes = side.scratch(rest.length + length);
    System.arraycopy(rest, 0, bytes, 0, rest.length);
    read.readBytes(bytes, rest.length, length);
    int to = rest.length + length;
    int from = 0;
    if (decoder == null) {
      from = head(context, bytes, to);
    }
    Decoder open = decoder;
    if (open != null) {
      from = open.decode(bytes, from, to);
    }
    rest = from == to ? NOTHING : Arrays.copyOfRange(bytes, from, to);
  }

  /** Where the body begins, once the head is there. */
  private int head(ChannelHandlerContext context, byte[] bytes, int to) {
    try {
      ResponseHead.Parsed parsed = ResponseHead.parse(bytes, 0, to);
      if (parsed.head().isPresent()) {
        ResponseHead head = parsed.head().get();
        String refusal = dialogue.refusal(head);
        if (refusal != null) {
          viewer.refused(head.status(), refusal);
          context.close();
          return to;
        }
        viewer.opened();
        decoder = dialogue.open(head, new ChannelWire(context), viewer);
      }
      return parsed.end();
    } catch (IllegalArgumentException e) {
      viewer.broken(String.valueOf(e.getMessage()));
      context.close();
      return to;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    side.takeRead();
    // Closed here while something was taken apart: what else was read is as if it had not come.
    ended = true;
    viewer.disconnected();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      viewer.broken("the load tester failed at this: " + cause);
    }
    context.close();
  }

  private record ChannelWire(ChannelHandlerContext context) implements Wire {
    @Override
    public void text(String message) {
      context.writeAndFlush(Frames.text(context.alloc(), message));
    }

    @Override
    public void binary(byte[] message) {
      context.writeAndFlush(Frames.binary(context.alloc(), message));
    }

    @Override
    public void pong(byte[] payload) {
      context.writeAndFlush(Frames.pong(context.alloc(), payload));
    }
  }
}
