package dev.jetbridge.bridge.metrics;

import dev.jetbridge.bridge.server.Deliveries;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts and times what goes to sockets. On the hot path: adders, and one timer a hand-over. */
public final class DeliveryMeters implements Deliveries {
  private static final Duration[] LATENCIES = {
    Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(10),
    Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250),
    Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30)
  };

  private final Clock clock;
  private final LongAdder events = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final Timer latency;
  private final Timer controlDelay;

  /**
   * Registers the meters.
   *
   * @param clock as near to the broker's as the machines' clocks are
   */
  public DeliveryMeters(MeterRegistry registry, Clock clock) {
    this.clock = clock;
    FunctionCounter.builder("jetbridge.events.delivered", events, LongAdder::sum)
        .description("Events handed to sockets, one for each session that got it.")
        .register(registry);
    FunctionCounter.builder("jetbridge.bytes.sent", bytes, LongAdder::sum)
        .description("Bytes of frames handed to sockets, headers included.")
        .register(registry);
    latency =
        Timer.builder("jetbridge.delivery.latency")
            .description(
                "Time from an event's publication, by the broker's clock, to its hand-over to a"
                    + " socket; for the first event of each hand-over, replays included.")
            .serviceLevelObjectives(LATENCIES)
            .register(registry);
    controlDelay =
        Timer.builder("jetbridge.control.delay")
            .description("Time from when a ping, pong or close was due to when the socket took it.")
            .serviceLevelObjectives(LATENCIES)
            .register(registry);
  }

  @Override
  public void handed(int count, int size, @Nullable Instant published) {
    events.add(count);
    bytes.add(size);
    if (published != null) {
      // Clocks of two machines differ: a latency below zero is one of zero.
      long nanos = Math.max(0, Duration.between(published, clock.instant()).toNanos());
      latency.record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void controlDelay(long nanos) {
    controlDelay.record(nanos, TimeUnit.NANOSECONDS);
  }
}
