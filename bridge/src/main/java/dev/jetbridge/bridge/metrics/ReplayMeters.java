package dev.jetbridge.bridge.metrics;

import dev.jetbridge.bridge.session.ReplayPermits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Shows how many sessions replay, and how many wait to. */
public final class ReplayMeters {
  private ReplayMeters() {}

  /** Registers the meters. */
  public static void register(MeterRegistry registry, ReplayPermits permits) {
    Gauge.builder("jetbridge.replays.active", permits, ReplayPermits::lent)
        .description("Sessions with a consumer of their own.")
        .register(registry);
    Gauge.builder("jetbridge.replays.waiting", permits, ReplayPermits::waiting)
        .description("Sessions that wait for a permit to replay.")
        .register(registry);
  }
}
