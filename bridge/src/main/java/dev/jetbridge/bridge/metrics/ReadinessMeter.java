package dev.jetbridge.bridge.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/** Shows what {@code /readyz} answers, to who only reads metrics. */
public final class ReadinessMeter {
  private ReadinessMeter() {}

  /**
   * Registers the meter.
   *
   * @param ready whether new feeds can be served now; any thread, must not block
   */
  public static void register(MeterRegistry registry, BooleanSupplier ready) {
    Gauge.builder("jetbridge.ready", () -> ready.getAsBoolean() ? 1 : 0)
        .description("1 while the bridge can serve new feeds, as /readyz says, else 0.")
        .register(registry);
  }
}
