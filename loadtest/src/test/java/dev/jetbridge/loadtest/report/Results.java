package dev.jetbridge.loadtest.report;

import dev.jetbridge.loadtest.measure.Latencies;
import dev.jetbridge.loadtest.measure.Quantiles;
import dev.jetbridge.loadtest.oracle.Kind;
import dev.jetbridge.loadtest.result.CatchUpCurve;
import dev.jetbridge.loadtest.result.ProcessCost;
import dev.jetbridge.loadtest.result.RunResult;
import dev.jetbridge.loadtest.result.Sample;
import dev.jetbridge.loadtest.result.SecondRow;
import dev.jetbridge.loadtest.result.Totals;
import dev.jetbridge.loadtest.result.Validity;
import dev.jetbridge.loadtest.result.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Results for tests: 10,000 deliveries of 1 to 10 ms in ten seconds. */
final class Results {
  private Results() {}

  static RunResult clean(String name) {
    return of(name, 0, List.of(), 0);
  }

  /** One in which viewers came back, ten more in each second than in the one before. */
  static RunResult reconnecting() {
    return of("back", 0, List.of(), 10);
  }

  /** One with a lost event, whose frames hold what would be markup. */
  static RunResult broken() {
    Sample sample =
        new Sample(
            "lost", 3, 2, true, 17, "1 of the events 17 to 17", List.of("<script>x</script>"));
    return of("broken <b>", 1, List.of(sample), 0);
  }

  private static RunResult of(String name, long lost, List<Sample> samples, long back) {
    Histogram histogram = Latencies.histogram();
    for (int delivery = 1; delivery <= 10_000; delivery++) {
      histogram.recordValue(delivery * 1_000L);
    }
    Map<String, Long> violations = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      violations.put(kind.key(), kind == Kind.LOST ? lost : 0);
    }
    List<SecondRow> rows = new ArrayList<>();
    for (int second = 0; second < 10; second++) {
      rows.add(
          new SecondRow(
              second,
              1,
              10,
              1_000,
              380_000,
              100,
              back * second,
              0,
              new SecondRow.Percentiles(1_000, 2_000, 4_000, 5_000, 6_000 + second),
              Map.of("bridge", new SecondRow.Load(0.5, 200L << 20))));
    }
    return new RunResult(
        RunResult.FORMAT,
        name,
        "fanout",
        "2026-01-01T00:00:00Z",
        Map.of("url", "ws://127.0.0.1:8080", "token", "(set)"),
        Map.of("processor", "one of them"),
        new Verdict(10_000, 10_000 - lost, 0, 0, violations, samples),
        new Validity(List.of()),
        new Totals(
            100,
            100,
            0,
            0,
            0,
            10_000_000_000L,
            10,
            100,
            10_000,
            3_800_000,
            100,
            100,
            Map.of("1006", 2L)),
        Map.of("all", Quantiles.of(histogram)),
        Map.of("spread", Quantiles.of(histogram)),
        Map.of("all", encoded(histogram)),
        rows,
        List.of(CatchUpCurve.of("storm 1", 4, List.of(4_000_000L, 1_000_000L, 2_000_000L))),
        List.of(new ProcessCost("bridge", 1, 0.5, 4.5, 100L << 20, 200L << 20, 210L << 20, 4096)),
        List.of(),
        List.of());
  }

  private static String encoded(Histogram histogram) {
    ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(bytes);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
  }
}
