package dev.jetbridge.bridge.metrics;

import dev.jetbridge.event.SkipCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts messages that are no events (P-5.3). Thread-safe. */
public final class SkipMeters {
  private final Map<SkipCause, Counter> causes = new EnumMap<>(SkipCause.class);

  /** Registers the meters. */
  public SkipMeters(MeterRegistry registry) {
    for (SkipCause cause : SkipCause.values()) {
      causes.put(
          cause,
          Counter.builder("jetbridge.events.skipped")
              .description("Messages that are no events and were passed by, by cause.")
              .tag("cause", cause.label())
              .register(registry));
    }
  }

  /** One was passed by. */
  public void skipped(SkipCause cause) {
    Counter counter = causes.get(cause);
    if (counter != null) {
      counter.increment();
    }
  }
}
