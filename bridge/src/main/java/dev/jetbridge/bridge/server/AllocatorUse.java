package dev.jetbridge.bridge.server;

import io.netty.buffer.PooledByteBufAllocatorMetric;

/** What the allocator of all buffers of the ports holds. Thread-safe. */
public final class AllocatorUse {
  private final PooledByteBufAllocatorMetric metric = EventLoops.allocator().metric();

  /** Bytes taken from the operating system outside the heap. */
  public long directBytes() {
    return metric.usedDirectMemory();
  }

  /** Bytes taken from the heap. */
  public long heapBytes() {
    return metric.usedHeapMemory();
  }

  /** Bytes outside the heap that are handed out as buffers at this moment. */
  public long pinnedDirectBytes() {
    return EventLoops.allocator().pinnedDirectMemory();
  }
}
