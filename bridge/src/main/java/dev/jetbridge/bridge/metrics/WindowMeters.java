package dev.jetbridge.bridge.metrics;

import dev.jetbridge.bridge.window.TailListener;
import dev.jetbridge.bridge.window.Upstream;
import dev.jetbridge.bridge.window.Window;
import dev.jetbridge.stream.StreamState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Shows the window, the stream that the tail reads, and how often continuity was lost. */
public final class WindowMeters implements TailListener {
  private final Map<ResetCause, Counter> resets = new EnumMap<>(ResetCause.class);

  /**
   * Registers the meters.
   *
   * @param upstream what the tail knows of the stream
   */
  public WindowMeters(MeterRegistry registry, Window window, Supplier<Upstream> upstream) {
    gauge(
        registry,
        "jetbridge.window.floor",
        "Sequence before the oldest event in the window; cursors from here on are served from it.",
        window::floor);
    gauge(
        registry,
        "jetbridge.window.head",
        "Highest sequence that the tail has passed.",
        window::head);
    gauge(registry, "jetbridge.window.events", "Events in the window.", window::events);
    Gauge.builder("jetbridge.window.bytes", window::bytes)
        .description("Bytes that the events in the window hold.")
        .baseUnit("bytes")
        .register(registry);
    gauge(
        registry,
        "jetbridge.upstream.connected",
        "1 while the tail reads the stream, else 0.",
        () -> upstream.get().reading() ? 1 : 0);
    gauge(
        registry,
        "jetbridge.stream.first.seq",
        "First sequence of the stream as last read, NaN before.",
        () -> ofState(upstream.get().state(), StreamState::firstSequence));
    gauge(
        registry,
        "jetbridge.stream.last.seq",
        "Last sequence of the stream as last read, NaN before.",
        () -> ofState(upstream.get().state(), StreamState::lastSequence));
    for (ResetCause cause : ResetCause.values()) {
      resets.put(
          cause,
          Counter.builder("jetbridge.tail.resets")
              .description("Times that the window was emptied, by reason.")
              .tag("reason", cause.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  @Override
  public void reset(ResetCause cause) {
    Counter counter = resets.get(cause);
    if (counter != null) {
      counter.increment();
    }
  }

  private static double ofState(@Nullable StreamState state, ToLongFunction<StreamState> field) {
    return state == null ? Double.NaN : field.applyAsLong(state);
  }

  private static void gauge(
      MeterRegistry registry, String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }
}
