package dev.jetbridge.loadtest.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;

/**
 * Counters of a run. {@code measured...} are of the time measured, the others of all of it.
 *
 * @param measuredFrom in nanoseconds since 1970: latency is of events due from here on
 * @param measuredUntil and before this
 * @param unacknowledged events of which it is not known whether they are in the stream
 * @param closes how connections ended: close codes, statuses, cut-offs
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Totals(
    long published,
    long acknowledged,
    long unacknowledged,
    long refused,
    long measuredFrom,
    long measuredUntil,
    double measuredSeconds,
    long measuredPublished,
    long measuredDelivered,
    long measuredBytes,
    long connectionsOpened,
    int openAtEnd,
    Map<String, Long> closes) {
  /** Events delivered in a second of the time measured. */
  public double deliveredPerSecond() {
    return measuredSeconds == 0 ? 0 : measuredDelivered / measuredSeconds;
  }

  /** Events published in a second of the time measured. */
  public double publishedPerSecond() {
    return measuredSeconds == 0 ? 0 : measuredPublished / measuredSeconds;
  }
}
