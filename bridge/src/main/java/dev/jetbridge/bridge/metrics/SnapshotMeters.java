package dev.jetbridge.bridge.metrics;

import dev.jetbridge.snapshot.Tally;
import dev.jetbridge.snapshot.live.Rebuild;
import dev.jetbridge.snapshot.live.Standing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Shows the state that is served as a snapshot, and counts what became of it. Thread-safe. */
public final class SnapshotMeters {
  private static final double MILLIS = 1_000;

  private final MeterRegistry registry;
  private final Map<Rebuild, Counter> rebuilds = new EnumMap<>(Rebuild.class);
  private final Timer checkpoints;
  private final Counter failures;
  private final Timer reads;
  // A registry holds what it counts weakly: it is given this, which whoever tells it of reads
  // holds.
  private @Nullable Supplier<Standing> shown;
  private @Nullable LongSupplier shownPieces;

  /** Registers what is counted. */
  public SnapshotMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Rebuild cause : Rebuild.values()) {
      rebuilds.put(
          cause,
          Counter.builder("jetbridge.snapshot.rebuilds")
              .description("Times that the state was made from the stream, by cause.")
              .tag("cause", cause.label())
              .register(registry));
    }
    checkpoints =
        Timer.builder("jetbridge.snapshot.checkpoint")
            .description("Time to write a checkpoint.")
            .register(registry);
    failures =
        Counter.builder("jetbridge.snapshot.checkpoint.failures")
            .description("Checkpoints that could not be written or read.")
            .register(registry);
    reads =
        Timer.builder("jetbridge.snapshot.read")
            .description("Time that a request for the snapshot waited for its version.")
            .register(registry);
  }

  /**
   * Registers what is shown.
   *
   * @param standing how the state stands
   * @param cachedBytes what is kept of answers
   * @param pieces parts of answers made since the start
   */
  public void show(Supplier<Standing> standing, LongSupplier cachedBytes, LongSupplier pieces) {
    shown = standing;
    shownPieces = pieces;
    gauge(standing, "cursor", "Highest sequence that is in the state.", Standing::position);
    gauge(
        standing,
        "lag.events",
        "Sequences that the stream is ahead of the state.",
        s -> Math.max(0, s.streamLast() - s.position()));
    gauge(standing, "keys", "Keys that the state holds.", Standing::keys);
    gauge(standing, "served", "1 while the state is served, else 0.", s -> s.served() ? 1 : 0);
    gauge(
        standing,
        "complete",
        "0 where events had left the stream before they could be read, else 1.",
        s -> s.complete() ? 1 : 0);
    gauge(
        standing,
        "checkpoint.age.seconds",
        "Time since a checkpoint was written, NaN where none was yet.",
        s -> age(s.checkpointed()));
    Gauge.builder("jetbridge.snapshot", () -> standing.get().bytes())
        .description("Bytes of the state's entries.")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("jetbridge.snapshot.cache", cachedBytes::getAsLong)
        .description("Bytes of answers that are kept for others who ask for the same.")
        .baseUnit("bytes")
        .register(registry);
    FunctionCounter.builder("jetbridge.snapshot.pieces", this, SnapshotMeters::pieces)
        .description("Parts of answers that were made.")
        .register(registry);
    events("held", Tally::held);
    events("deleted", Tally::deleted);
    events("without-data", Tally::withoutData);
    events("out-of-scope", Tally::outOfScope);
    events("skipped", Tally::skipped);
    events("unkeyed", Tally::unkeyed);
  }

  private void gauge(
      Supplier<Standing> standing,
      String name,
      String description,
      ToDoubleFunction<Standing> value) {
    Gauge.builder("jetbridge.snapshot." + name, () -> value.applyAsDouble(standing.get()))
        .description(description)
        .register(registry);
  }

  private void events(String outcome, ToLongFunction<Tally> count) {
    FunctionCounter.builder("jetbridge.snapshot.events", this, meters -> meters.counted(count))
        .description("Messages that were folded into the present state, by what became of them.")
        .tag("outcome", outcome)
        .register(registry);
  }

  private double counted(ToLongFunction<Tally> count) {
    Tally tally = shown == null ? null : shown.get().tally();
    return tally == null ? 0 : count.applyAsLong(tally);
  }

  private double pieces() {
    return shownPieces == null ? 0 : shownPieces.getAsLong();
  }

  private static double age(@Nullable Instant written) {
    return written == null
        ? Double.NaN
        : Duration.between(written, Instant.now()).toMillis() / MILLIS;
  }

  /** The state is made from the stream. */
  public void rebuilding(Rebuild cause) {
    Objects.requireNonNull(rebuilds.get(cause), "every cause has a counter").increment();
  }

  /** A checkpoint was written. */
  public void checkpointed(Duration took) {
    checkpoints.record(took);
  }

  /** A checkpoint was not. */
  public void checkpointFailed() {
    failures.increment();
  }

  /** A request has got its version. */
  public void read(long nanos) {
    reads.record(Duration.ofNanos(nanos));
  }
}
