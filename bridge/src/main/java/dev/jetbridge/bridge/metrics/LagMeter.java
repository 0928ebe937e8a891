package dev.jetbridge.bridge.metrics;

import dev.jetbridge.bridge.server.SessionView;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Shows how far sessions lie behind, as samples of all of them taken now and then. Thread-safe. */
public final class LagMeter {
  private final DistributionSummary lag;

  /** Registers the meter. */
  public LagMeter(MeterRegistry registry) {
    lag =
        DistributionSummary.builder("jetbridge.session.lag.events")
            .description(
                "Events between a session's position and the newest, one sample a session and"
                    + " interval.")
            .serviceLevelObjectives(1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
            .register(registry);
  }

  /** Takes one sample of each session. */
  public void sample(List<SessionView> sessions) {
    sessions.forEach(session -> lag.record((double) session.lag()));
  }
}
