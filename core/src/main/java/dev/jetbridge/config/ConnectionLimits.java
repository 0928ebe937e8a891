package dev.jetbridge.config;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one client, one address and all clients together may take of the data port.
 *
 * @param maxConnections open connections of all clients; one more is answered 429
 * @param maxConnectionsPerAddress open connections of one remote address, at most {@code
 *     maxConnections}
 * @param handshakeTimeout time from accept to the end of TLS handshake and request head together
 * @param maxHeaderBytes all request headers together; above: 431
 * @param maxUriBytes the request line's target; above: 414
 */
public record ConnectionLimits(
    int maxConnections,
    int maxConnectionsPerAddress,
    Duration handshakeTimeout,
    int maxHeaderBytes,
    int maxUriBytes) {

  static final Key<Integer> MAX_CONNECTIONS =
      Key.of(
          "server.max-connections",
          Types.integer(1, 1_000_000),
          "10000",
          "Connections open at once; one more is answered 429, or closed without a word where a tenth"
              + " as many (64 at least) wait for that answer already. Mind the limit of open files (`ulimit -n`).");
  static final Key<Integer> MAX_CONNECTIONS_PER_ADDRESS =
      Key.optional(
          "server.max-connections-per-address",
          Types.integer(1, 1_000_000),
          "Connections open at once from one remote address. Left out: as many as `server.max-connections`, because behind a proxy all clients share the proxy's address, unless `server.proxy-protocol` tells theirs.");
  static final Key<Duration> HANDSHAKE_TIMEOUT =
      Key.of(
          "server.handshake-timeout",
          Types.duration(Duration.ofMillis(100), Duration.ofMinutes(5)),
          "10s",
          "Time for the TLS handshake and the request head together; then the connection is closed.");
  static final Key<Long> MAX_HEADER_BYTES =
      Key.of(
          "server.max-header-bytes",
          Types.size(1024, 1 << 20),
          "16KiB",
          "All request headers together; above: 431.");
  static final Key<Long> MAX_URI_BYTES =
      Key.of(
          "server.max-uri-bytes",
          Types.size(256, 1 << 20),
          "8KiB",
          "The request's path and query; above: 414. 64 `subject` parameters have to fit.");

  public ConnectionLimits {
    MAX_CONNECTIONS.check(maxConnections);
    MAX_CONNECTIONS_PER_ADDRESS.check(maxConnectionsPerAddress);
    HANDSHAKE_TIMEOUT.check(handshakeTimeout);
    MAX_HEADER_BYTES.check((long) maxHeaderBytes);
    MAX_URI_BYTES.check((long) maxUriBytes);
    if (maxConnectionsPerAddress > maxConnections) {
      throw new Conflict(
          "server.max-connections-per-address is "
              + maxConnectionsPerAddress
              + ", expected at most server.max-connections, "
              + maxConnections,
          MAX_CONNECTIONS_PER_ADDRESS,
          MAX_CONNECTIONS);
    }
  }

  /** 10,000 connections, whatever their address. */
  public static ConnectionLimits defaults() {
    return read(Values.DEFAULTS);
  }

  static ConnectionLimits read(Values values) {
    int maxConnections = values.get(MAX_CONNECTIONS);
    @Nullable Integer perAddress = values.optional(MAX_CONNECTIONS_PER_ADDRESS);
    return new ConnectionLimits(
        maxConnections,
        Objects.requireNonNullElse(perAddress, maxConnections),
        values.get(HANDSHAKE_TIMEOUT),
        Math.toIntExact(values.get(MAX_HEADER_BYTES)),
        Math.toIntExact(values.get(MAX_URI_BYTES)));
  }
}
