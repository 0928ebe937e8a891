package dev.jetbridge.bridge.model;

import dev.jetbridge.bridge.window.Burst;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A burst that keeps its frames apart. */
final class SimBurst implements Burst {
  private final List<byte[]> frames = new ArrayList<>();
  private int bytes;

  @Override
  public void add(byte[] frame, @Nullable Instant published) {
    frames.add(frame);
    bytes += frame.length;
  }

  List<byte[]> all() {
    return frames;
  }

  @Override
  public int bytes() {
    return bytes;
  }

  int frames() {
    return frames.size();
  }

  @Override
  public void release() {}
}
