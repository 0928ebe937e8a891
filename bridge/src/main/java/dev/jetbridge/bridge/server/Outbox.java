package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.ServerFrames;
import dev.jetbridge.stream.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundInvoker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way to one socket: at most one high-water mark of events and the one that crossed
 * it, so that a control frame never waits behind more. Small messages of one turn are gathered into
 * a few buffers and one flush; a large one goes fragment by fragment, and control frames may go
 * between.
 *
 * <p>For the channel's event loop.
 */
final class Outbox {
  /** A larger buffer would grow to twice what is in it. */
  private static final int GATHER_BYTES = 16 * 1024;

  private final Channel channel;
  private final Loop loop;
  private final Deliveries deliveries;
  private final Runnable roomAgain;
  private final Runnable unsent;
  private final ArrayDeque<byte[]> behindFragments = new ArrayDeque<>();

  private @Nullable ChannelOutboundInvoker way;
  private @Nullable ByteBuf gathered;
  private int gatheredEvents;
  private @Nullable Instant gatheredOldest;
  private byte @Nullable [] fragments;
  private int nextFragment;
  private boolean pushing;
  private boolean flushing;
  private boolean starved;
  private boolean sealed;
  private @Nullable Runnable whenWhole;
  private long bytes;
  private long lastMessageNanos = System.nanoTime();
  private long events;

  /**
   * An empty one.
   *
   * @param loop the channel's event loop
   * @param roomAgain called, not within another call, when there is room for one who found none
   * @param unsent called where the socket has not taken all that was written
   */
  Outbox(Channel channel, Loop loop, Deliveries deliveries, Runnable roomAgain, Runnable unsent) {
    this.channel = channel;
    this.loop = loop;
    this.deliveries = deliveries;
    this.roomAgain = roomAgain;
    this.unsent = unsent;
  }

  /** Whether it takes another event; where not, {@code roomAgain} follows. */
  boolean hasRoom() {
    boolean room =
        !sealed && fragments == null && gatheredBytes() < channel.bytesBeforeUnwritable();
    starved |= !room;
    return room;
  }

  private int gatheredBytes() {
    return gathered == null ? 0 : gathered.readableBytes();
  }

  /** Takes one event. */
  void event(byte[] frames, Instant published) {
    lastMessageNanos = System.nanoTime();
    events++;
    if (frames.length > ServerFrames.FRAGMENT_BYTES) {
      flush();
      fragments = frames;
      nextFragment = 0;
      deliveries.handed(1, frames.length, published);
      pushFragments();
      return;
    }
    gather(frames);
    gatheredEvents++;
    if (gatheredOldest == null) {
      gatheredOldest = published;
    }
  }

  /** Takes a text message that is no event, behind what it holds. */
  void text(byte[] frames) {
    lastMessageNanos = System.nanoTime();
    if (fragments != null) {
      // RFC 6455 §5.4: the fragments of one message stand together.
      behindFragments.add(frames);
    } else {
      gather(frames);
    }
  }

  private void gather(byte[] frames) {
    ByteBuf buffer = gathered;
    if (buffer != null && buffer.readableBytes() + frames.length > GATHER_BYTES) {
      pass(buffer);
      buffer = null;
    }
    if (buffer == null) {
      buffer = channel.alloc().buffer(Math.max(frames.length, 4096));
      gathered = buffer;
    }
    if (!flushing) {
      flushing = true;
      loop.execute(this::flushAndTell);
    }
    buffer.writeBytes(frames);
  }

  private void flushAndTell() {
    flushing = false;
    flush();
    tellRoom();
  }

  /** Hands what was gathered to the channel. */
  void flush() {
    ByteBuf buffer = gathered;
    if (buffer != null) {
      pass(buffer);
      channel.flush();
      written();
    }
  }

  private void written() {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    if (waiting != null && waiting.totalPendingWriteBytes() > 0) {
      unsent.run();
    }
  }

  private void pass(ByteBuf buffer) {
    gathered = null;
    deliveries.handed(gatheredEvents, buffer.readableBytes(), gatheredOldest);
    gatheredEvents = 0;
    gatheredOldest = null;
    write(buffer);
  }

  /** Takes a burst whole, or refuses it where it would wait behind too much. */
  boolean burst(SharedBurst burst) {
    flush();
    if (sealed || fragments != null || channel.bytesBeforeUnwritable() < burst.bytes()) {
      starved = true;
      return false;
    }
    lastMessageNanos = System.nanoTime();
    events += burst.events();
    deliveries.handed(burst.events(), burst.bytes(), burst.oldest());
    bytes += burst.bytes();
    way().writeAndFlush(burst.share(), channel.voidPromise());
    written();
    return true;
  }

  /** Writes a control frame ahead of everything that is not yet with the channel. */
  ChannelFuture control(byte[] frame) {
    long due = System.nanoTime();
    bytes += frame.length;
    deliveries.handed(0, frame.length, null);
    ChannelFuture taken =
        channel
            .writeAndFlush(Unpooled.wrappedBuffer(frame))
            .addListener(done -> {
              if (done.isSuccess()) {
                deliveries.controlDelay(System.nanoTime() - due);
              }
            });
    written();
    return taken;
  }

  private void write(ByteBuf buffer) {
    bytes += buffer.readableBytes();
    way().write(buffer, channel.voidPromise());
  }

  /**
   * The short way to the socket: past the handlers that only read, which lie before the decoder.
   */
  private ChannelOutboundInvoker way() {
    ChannelOutboundInvoker known = way;
    if (known == null) {
      known = channel.pipeline().context(FeedUpgrade.FRAMES);
      way = known;
    }
    return known == null ? channel : known;
  }

  private void pushFragments() {
    if (pushing) {
      // A flush may find the channel writable again, and says so within its own call.
      return;
    }
    pushing = true;
    try {
      while (fragments != null && channel.isWritable()) {
        pushFragment(fragments);
      }
    } finally {
      pushing = false;
    }
  }

  private void pushFragment(byte[] frames) {
    int start = nextFragment;
    nextFragment = ServerFrames.end(frames, start);
    write(Unpooled.wrappedBuffer(frames, start, nextFragment - start));
    channel.flush();
    written();
    // Where the flush has failed, the session has been cut off within it.
    if (fragments != null && nextFragment == frames.length) {
      fragments = null;
      behindFragments.forEach(this::gather);
      behindFragments.clear();
      if (whenWhole != null) {
        whenWhole.run();
      }
    }
  }

  /** The channel is writable again. */
  void writable() {
    pushFragments();
    tellRoom();
  }

  private void tellRoom() {
    if (starved && !sealed && hasRoomNow()) {
      starved = false;
      // Behind the I/O that is ready by then: a fast reader must not keep the loop to itself.
      loop.after(Duration.ZERO, roomAgain);
    }
  }

  private boolean hasRoomNow() {
    return fragments == null && gatheredBytes() < channel.bytesBeforeUnwritable();
  }

  /** Whether an event is half on its way: no text may be written. */
  boolean isMidMessage() {
    return fragments != null;
  }

  /** Takes no more events; runs the task once no event is half on its way. */
  void seal(Runnable whenWholeTask) {
    sealed = true;
    if (fragments == null) {
      whenWholeTask.run();
    } else {
      whenWhole = whenWholeTask;
    }
  }

  /**
   * Takes no more events, and drops whatever is not with the channel yet, the rest of an event that
   * is half on its way included.
   */
  void cut() {
    sealed = true;
    fragments = null;
    whenWhole = null;
    behindFragments.clear();
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }

  /** The bytes handed to the channel so far. */
  long bytes() {
    return bytes;
  }

  /** When it last took a message, an event or other text, by {@link System#nanoTime}. */
  long lastMessageNanos() {
    return lastMessageNanos;
  }

  /** The events taken so far. */
  long events() {
    return events;
  }
}
