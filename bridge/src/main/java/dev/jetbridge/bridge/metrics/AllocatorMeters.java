package dev.jetbridge.bridge.metrics;

import dev.jetbridge.bridge.server.AllocatorUse;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Shows what the buffers of the ports hold. */
public final class AllocatorMeters {
  private AllocatorMeters() {}

  /** Registers the meters. */
  public static void register(MeterRegistry registry, AllocatorUse use) {
    Gauge.builder("netty.allocator.memory.used", use, AllocatorUse::directBytes)
        .description("Bytes that Netty's pooled allocator has taken.")
        .baseUnit("bytes")
        .tag("memory", "direct")
        .strongReference(true)
        .register(registry);
    Gauge.builder("netty.allocator.memory.used", use, AllocatorUse::heapBytes)
        .description("Bytes that Netty's pooled allocator has taken.")
        .baseUnit("bytes")
        .tag("memory", "heap")
        .strongReference(true)
        .register(registry);
    Gauge.builder("netty.allocator.memory.pinned", use, AllocatorUse::pinnedDirectBytes)
        .description("Bytes of direct buffers in use, as Netty's pooled allocator rounds them.")
        .baseUnit("bytes")
        .tag("memory", "direct")
        .strongReference(true)
        .register(registry);
  }
}
