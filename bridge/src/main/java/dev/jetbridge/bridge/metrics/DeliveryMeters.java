package dev.jetbridge.bridge.metrics;

import dev.jetbridge.bridge.server.Deliveries;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts and times what goes to sockets. On the hot path: adders and a cheap clock, no object. */
public final class DeliveryMeters implements Deliveries {
  private static final List<Duration> LATENCIES =
      List.of(
          Duration.ofMillis(1),
          Duration.ofMillis(2),
          Duration.ofMillis(5),
          Duration.ofMillis(10),
          Duration.ofMillis(25),
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30));

  private final WallNanos clock;
  private final LongAdder events = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LatencyHistogram latency;
  private final Timer controlDelay;

  /**
   * Registers the meters.
   *
   * @param clock as near to the broker's as the machines' clocks are
   */
  public DeliveryMeters(Metrics metrics, Clock clock) {
    this(metrics, new WallNanos(clock, System::nanoTime));
  }

  DeliveryMeters(Metrics metrics, WallNanos clock) {
    this.clock = clock;
    MeterRegistry registry = metrics.registry();
    FunctionCounter.builder("jetbridge.events.delivered", events, LongAdder::sum)
        .description("Events handed to sockets, one for each session that got it.")
        .register(registry);
    FunctionCounter.builder("jetbridge.bytes.sent", bytes, LongAdder::sum)
        .description("Bytes of frames handed to sockets, headers included.")
        .register(registry);
    latency =
        new LatencyHistogram(
            "jetbridge_delivery_latency_seconds",
            "Time from an event's publication, by the broker's clock, to its hand-over to a"
                + " socket; for the first event of each hand-over, replays included.",
            LATENCIES);
    metrics.register(latency);
    controlDelay =
        Timer.builder("jetbridge.control.delay")
            .description("Time from when a ping, pong or close was due to when the socket took it.")
            .serviceLevelObjectives(LATENCIES.toArray(Duration[]::new))
            .register(registry);
  }

  @Override
  public void handed(int count, int size, @Nullable Instant published) {
    events.add(count);
    bytes.add(size);
    if (published != null) {
      // Clocks of two machines differ: a latency below zero is one of zero.
      latency.record(Math.max(0, clock.now() - WallNanos.of(published)));
    }
  }

  @Override
  public void controlDelay(long nanos) {
    controlDelay.record(nanos, TimeUnit.NANOSECONDS);
  }
}
