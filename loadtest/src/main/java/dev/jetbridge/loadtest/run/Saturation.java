package dev.jetbridge.loadtest.run;

import dev.jetbridge.loadtest.measure.Quantiles;
import dev.jetbridge.loadtest.result.Validity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides whether the generator was the bottleneck. It is where it published less than it was to,
 * where its event loops had no time left, where it had to wait for a processor, or where its own
 * lateness makes up a large part of the latency that it reports.
 *
 * @param latency the headline's
 * @param lag how late events were sent
 * @param loopLag how late timers of the event loops fired
 * @param readLag how long events, arrived, waited for others on their event loop
 * @param loopShare of the time measured that event loops spent on a processor, 0 to 1
 * @param machineShare of the time measured that all processors of this machine were busy; 0 where
 *     that does not matter, since a backlog is to be read as fast as it goes
 * @param asked events a second; 0 for no schedule
 * @param kept events a second
 */
record Saturation(
    Quantiles latency,
    Quantiles lag,
    Quantiles loopLag,
    Quantiles readLag,
    double loopShare,
    double machineShare,
    double asked,
    double kept) {
  private static final double BUSY = 0.9;
  private static final double MACHINE_BUSY = 0.95;
  private static final double KEPT = 0.99;
  private static final double OWN_PART = 0.5;
  private static final double READING_PART = 0.25;
  private static final double IGNORED_MICROS = 2_000;

  Validity judge() {
    List<String> reasons = new ArrayList<>();
    if (asked > 0 && kept < asked * KEPT) {
      reasons.add(
          text(
              "published %.1f events/s, expected at least %.0f %% of %.1f",
              kept, 100 * KEPT, asked));
    }
    if (loopShare > BUSY) {
      reasons.add(
          text(
              "the generator's event loops were busy %.0f %% of the time, expected at most %.0f %%",
              100 * loopShare, 100 * BUSY));
    }
    if (machineShare > MACHINE_BUSY && latency.count() > 0) {
      reasons.add(
          text(
              "this machine's processors were busy %.0f %% of the time, expected at most %.0f %%:"
                  + " latencies hold the wait for one",
              100 * machineShare, 100 * MACHINE_BUSY));
    }
    own(reasons, "events were sent late", lag);
    own(reasons, "the generator's event loops were late", loopLag);
    reading(reasons);
    return new Validity(List.copyOf(reasons));
  }

  private void own(List<String> reasons, String what, Quantiles own) {
    if (own.p99() > IGNORED_MICROS && own.p99() > OWN_PART * latency.p99() && latency.count() > 0) {
      reasons.add(
          text(
              "%s: p99 %.1f ms, expected at most half of the latency's p99, %.1f ms",
              what, own.p99() / 1e3, latency.p99() / 1e3));
    }
  }

  /** The middle counts too: what every event waits moves every percentile. */
  private void reading(List<String> reasons) {
    boolean half = readLag.p50() > IGNORED_MICROS && readLag.p50() > READING_PART * latency.p50();
    boolean tail = readLag.p99() > IGNORED_MICROS && readLag.p99() > READING_PART * latency.p99();
    if (half || tail) {
      reasons.add(
          text(
              "events waited for the generator to read them: p50 %.1f ms, p99 %.1f ms, expected at"
                  + " most a quarter of the latency's, %.1f ms and %.1f ms",
              readLag.p50() / 1e3, readLag.p99() / 1e3, latency.p50() / 1e3, latency.p99() / 1e3));
    }
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
