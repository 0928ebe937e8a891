package dev.jetbridge.bridge.metrics;

import dev.jetbridge.bridge.server.DataPort;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;

/** Shows how near the data port is to its limits: of connections, and of its certificate. */
public final class PortMeters {
  private static final double MILLIS = 1_000;

  private PortMeters() {}

  /**
   * Registers the meters; that of the certificate where one is shown.
   *
   * @param maxConnections the connections that may be open at once
   */
  public static void register(MeterRegistry registry, DataPort port, int maxConnections) {
    Gauge.builder("jetbridge.connections", port, DataPort::connections)
        .description("Connections of the data port that are open, feeds or not.")
        .strongReference(true)
        .register(registry);
    Gauge.builder("jetbridge.connections.limit", () -> maxConnections)
        .description("Connections that may be open at once; one more is refused.")
        .register(registry);
    if (port.certificateExpiry() != null) {
      Gauge.builder(
              "jetbridge.tls.certificate.expiry.timestamp.seconds",
              port,
              PortMeters::certificateExpiry)
          .description("When the certificate that the data port shows expires, in Unix time.")
          .strongReference(true)
          .register(registry);
    }
  }

  private static double certificateExpiry(DataPort port) {
    Instant expiry = port.certificateExpiry();
    return expiry == null ? Double.NaN : expiry.toEpochMilli() / MILLIS;
  }
}
