package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.window.Burst;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Frames in one pooled buffer, of which every member of an audience writes a share. */
final class SharedBurst implements Burst {
  private final ByteBuf buffer;
  private int events;
  private @Nullable Instant oldest;

  /** Takes the buffer over. */
  SharedBurst(ByteBuf buffer) {
    this.buffer = buffer;
  }

  @Override
  public void add(byte[] frame, @Nullable Instant published) {
    buffer.writeBytes(frame);
    if (published != null) {
      events++;
    }
    if (oldest == null) {
      oldest = published;
    }
  }

  @Override
  public int bytes() {
    return buffer.readableBytes();
  }

  /** The events in it. */
  int events() {
    return events;
  }

  /** The broker's time of its first event, null while it is empty. */
  @Nullable Instant oldest() {
    return oldest;
  }

  /** A share of the bytes, to be written and released on its own. */
  ByteBuf share() {
    return buffer.retainedDuplicate();
  }

  @Override
  public void release() {
    buffer.release();
  }
}
