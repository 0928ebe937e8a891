package dev.jetbridge.bridge.metrics;

import dev.jetbridge.bridge.diagnostics.Diagnostics;
import dev.jetbridge.bridge.diagnostics.Finding;
import dev.jetbridge.bridge.diagnostics.Pattern;
import dev.jetbridge.stream.BrokerEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Shows what happened between the bridge and its broker, and what was found in it. */
public final class DiagnosticsMeters {
  private DiagnosticsMeters() {}

  /**
   * Registers the meters, before anything happens.
   *
   * @param connections whose events are counted from 0
   */
  public static void register(
      MeterRegistry registry, Diagnostics diagnostics, List<String> connections) {
    diagnostics.add(event -> counter(registry, event.connection(), event.kind()).increment());
    for (String connection : connections) {
      for (BrokerEvent.Kind kind : BrokerEvent.Kind.values()) {
        counter(registry, connection, kind);
      }
    }
    Gauge.builder("jetbridge.upstream.credentials.expiry.timestamp", () -> expiry(diagnostics))
        .description(
            "Time at which the first of the NATS credentials in use expires, NaN where none does.")
        .baseUnit("seconds")
        .register(registry);
    Found found = new Found(diagnostics);
    for (Pattern pattern : Pattern.values()) {
      Gauge.builder("jetbridge.diagnostics.findings", () -> found.count(pattern))
          .description("Connections to the broker that a known pattern of trouble is found on now.")
          .tag("pattern", pattern.label())
          .register(registry);
    }
  }

  private static Counter counter(MeterRegistry registry, String connection, BrokerEvent.Kind kind) {
    return Counter.builder("jetbridge.broker.events")
        .description("Events of the connections to the broker.")
        .tag("connection", connection)
        .tag("kind", kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .register(registry);
  }

  private static double expiry(Diagnostics diagnostics) {
    return diagnostics.connections().stream()
        .flatMap(connection -> Stream.ofNullable(connection.expires()))
        .min(Instant::compareTo)
        .map(instant -> (double) instant.getEpochSecond())
        .orElse(Double.NaN);
  }

  /** What is found, looked for once for all gauges of a scrape. */
  private static final class Found {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Diagnostics diagnostics;
    private List<Finding> findings = List.of();
    private long lookedNanos = System.nanoTime() - FRESH_NANOS;

    Found(Diagnostics diagnostics) {
      this.diagnostics = diagnostics;
    }

    synchronized long count(Pattern pattern) {
      long now = System.nanoTime();
      if (now - lookedNanos >= FRESH_NANOS) {
        lookedNanos = now;
        findings = diagnostics.findings();
      }
      return findings.stream().filter(finding -> finding.pattern() == pattern).count();
    }
  }
}
