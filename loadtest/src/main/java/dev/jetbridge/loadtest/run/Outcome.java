package dev.jetbridge.loadtest.run;

import dev.jetbridge.loadtest.crowd.Cohort;
import dev.jetbridge.loadtest.crowd.Ending;
import dev.jetbridge.loadtest.measure.Processes.Usage;
import dev.jetbridge.loadtest.measure.Quantiles;
import dev.jetbridge.loadtest.oracle.Kind;
import dev.jetbridge.loadtest.plan.Plan;
import dev.jetbridge.loadtest.publish.Publisher;
import dev.jetbridge.loadtest.result.CatchUpCurve;
import dev.jetbridge.loadtest.result.ProcessCost;
import dev.jetbridge.loadtest.result.RunResult;
import dev.jetbridge.loadtest.result.Sample;
import dev.jetbridge.loadtest.result.Step;
import dev.jetbridge.loadtest.result.Totals;
import dev.jetbridge.loadtest.result.Validity;
import dev.jetbridge.loadtest.result.Verdict;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Puts together what a run came to. */
record Outcome(
    Plan plan,
    Recorder recorder,
    Acks acks,
    Publisher publisher,
    ProcessWatch watch,
    Instant started,
    Map<String, String> environment,
    long from,
    long until) {
  private static final double NANOS = 1e9;

  RunResult result(
      Recorder.Mark before,
      Recorder.Mark begin,
      Recorder.Mark end,
      Ending ending,
      int open,
      Map<Integer, Integer> cutOff,
      List<Step> steps,
      List<String> notes) {
    Map<String, Histogram> latency = new LinkedHashMap<>();
    latency.put("all", recorder.headline());
    recorder.latency().forEach((cohort, histogram) -> latency.put(key(cohort), histogram));
    Map<String, Histogram> timings = new LinkedHashMap<>();
    timings.put("ack", acks.times());
    timings.put("publish-lag", publisher.lag());
    timings.put("loop-lag", recorder.loopLag());
    timings.put("read-lag", recorder.readLag());
    timings.put("connect", recorder.connecting());
    timings.put("spread", ending.spread().histogram());
    Map<String, String> histograms = new LinkedHashMap<>();
    latency.forEach((name, histogram) -> histograms.put(name, encoded(histogram)));
    timings.forEach((name, histogram) -> histograms.put(name, encoded(histogram)));
    Totals totals = totals(begin, end, open);
    return new RunResult(
        RunResult.FORMAT,
        plan.name(),
        plan.scenario().key(),
        started.toString(),
        plan.shown(),
        environment,
        verdict(ending),
        validity(begin, end, totals, latency, timings, notes),
        totals,
        quantiles(latency),
        quantiles(timings),
        histograms,
        recorder.rows(),
        catchUps(cutOff),
        processes(before, begin, end, totals, open),
        steps,
        List.of());
  }

  private static String key(Cohort cohort) {
    return cohort.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Quantiles> quantiles(Map<String, Histogram> histograms) {
    Map<String, Quantiles> quantiles = new LinkedHashMap<>();
    histograms.forEach((name, histogram) -> quantiles.put(name, Quantiles.of(histogram)));
    return quantiles;
  }

  private static String encoded(Histogram histogram) {
    ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(bytes);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
  }

  private static Verdict verdict(Ending ending) {
    Map<String, Long> violations = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      violations.put(kind.key(), ending.violations().getOrDefault(kind, 0L));
    }
    List<Sample> samples =
        ending.samples().stream()
            .map(violation ->
                new Sample(
                    violation.kind().key(),
                    violation.viewer(),
                    violation.connection(),
                    violation.acrossReconnect(),
                    violation.seq(),
                    violation.detail(),
                    violation.evidence().lines()))
            .toList();
    return new Verdict(
        ending.owed(), ending.delivered(), ending.gone(), ending.stopped(), violations, samples);
  }

  private Totals totals(Recorder.Mark begin, Recorder.Mark end, int open) {
    return new Totals(
        publisher.published(),
        acks.stored(),
        publisher.published() - acks.stored() - acks.refused(),
        acks.refused(),
        from,
        until,
        (end.nanos() - begin.nanos()) / NANOS,
        end.published() - begin.published(),
        end.delivered() - begin.delivered(),
        end.bytes() - begin.bytes(),
        recorder.opened(),
        open,
        recorder.closes());
  }

  private Validity validity(
      Recorder.Mark begin,
      Recorder.Mark end,
      Totals totals,
      Map<String, Histogram> latency,
      Map<String, Histogram> timings,
      List<String> notes) {
    double elapsed = Math.max(1, end.nanos() - begin.nanos());
    double busy =
        (end.loopCpuNanos() - begin.loopCpuNanos()) / elapsed / Math.max(1, recorder.loops());
    boolean scheduled = plan.load().ramp() != Plan.Ramp.RATE && plan.load().rate() > 0;
    Saturation saturation =
        new Saturation(
            Quantiles.of(latency.getOrDefault("all", recorder.headline())),
            Quantiles.of(timings.getOrDefault("publish-lag", publisher.lag())),
            Quantiles.of(timings.getOrDefault("loop-lag", recorder.loopLag())),
            Quantiles.of(recorder.readLag()),
            busy,
            plan.disturbances().replayers() > 0 ? 0 : machineBusy(begin, end),
            scheduled ? plan.load().rate() : 0,
            totals.publishedPerSecond());
    List<String> reasons = new ArrayList<>(saturation.judge().reasons());
    notes.stream().filter(note -> note.contains("had an open feed")).forEach(reasons::add);
    if (acks.refused() > 0) {
      reasons.add(
          "%d events were refused by the broker: %s".formatted(acks.refused(), acks.refusal()));
    }
    environment.put(
        "machine busy while measuring",
        String.format(Locale.ROOT, "%.0f %%", 100 * machineBusy(begin, end)));
    environment.put(
        "generator's event loops busy", String.format(Locale.ROOT, "%.0f %%", 100 * busy));
    return new Validity(List.copyOf(reasons));
  }

  private static double machineBusy(Recorder.Mark begin, Recorder.Mark end) {
    double all = (double) end.machine().all() - begin.machine().all();
    return all <= 0 ? 0 : 1 - (end.machine().idle() - begin.machine().idle()) / all;
  }

  private List<CatchUpCurve> catchUps(Map<Integer, Integer> cutOff) {
    List<CatchUpCurve> curves = new ArrayList<>();
    int replayers = plan.disturbances().replayers();
    if (replayers > 0) {
      curves.add(CatchUpCurve.of("replay", replayers, recorder.caughtUp(0)));
    }
    cutOff.forEach((storm, count) ->
        curves.add(CatchUpCurve.of("storm " + storm, count, recorder.caughtUp(storm))));
    return curves;
  }

  private List<ProcessCost> processes(
      Recorder.Mark before, Recorder.Mark begin, Recorder.Mark end, Totals totals, int open) {
    double elapsed = end.nanos() - begin.nanos();
    List<ProcessCost> costs = new ArrayList<>();
    end.usage()
        .forEach((role, usage) -> {
          Usage first = begin.usage().getOrDefault(role, usage);
          long idle = before.usage().getOrDefault(role, first).residentBytes();
          double cpu = usage.cpuNanos() - first.cpuNanos();
          long delivered = totals.measuredDelivered();
          costs.add(
              new ProcessCost(
                  role,
                  watch.pid(role),
                  cpu / elapsed,
                  delivered == 0 ? 0 : cpu / 1e3 / delivered,
                  idle,
                  usage.residentBytes(),
                  Math.max(usage.residentBytes(), recorder.residentMost(role)),
                  open == 0 ? 0 : (usage.residentBytes() - idle) / (double) open));
        });
    return costs;
  }
}
