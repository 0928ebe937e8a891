package dev.jetbridge.loadtest.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.jetbridge.loadtest.measure.Quantiles;
import java.util.List;
import java.util.Map;

/**
 * All that is known of a run; its JSON is read again for comparisons. Members that a later version
 * adds are passed over.
 *
 * @param format {@value #FORMAT}
 * @param started RFC 3339
 * @param latency from when an event was due until a viewer had it, by cohort; {@code all} are those
 *     that the headline is about: steady viewers, or all where there are none
 * @param timings the same for {@code ack} (sent to acknowledged), {@code publish-lag} (due to
 *     sent), {@code loop-lag} (timers of the generator), {@code connect}, {@code spread} (first to
 *     last viewer)
 * @param histograms compressed HdrHistograms in base64, of all the above
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunResult(
    String format,
    String name,
    String scenario,
    String started,
    Map<String, String> settings,
    Map<String, String> environment,
    Verdict verdict,
    Validity validity,
    Totals totals,
    Map<String, Quantiles> latency,
    Map<String, Quantiles> timings,
    Map<String, String> histograms,
    List<SecondRow> seconds,
    List<CatchUpCurve> catchUps,
    List<ProcessCost> processes,
    List<Step> steps,
    List<AssertionOutcome> assertions) {
  /** Of this version. */
  public static final String FORMAT = "jetbridge-loadtest/1";

  /** The headline's latencies. */
  public Quantiles headline() {
    return latency.getOrDefault("all", new Quantiles(0, 0, 0, 0, 0, 0, 0));
  }

  /** The same with the outcomes of assertions. */
  public RunResult with(List<AssertionOutcome> outcomes) {
    return new RunResult(
        format,
        name,
        scenario,
        started,
        settings,
        environment,
        verdict,
        validity,
        totals,
        latency,
        timings,
        histograms,
        seconds,
        catchUps,
        processes,
        steps,
        outcomes);
  }
}
