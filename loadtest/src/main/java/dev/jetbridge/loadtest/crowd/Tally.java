package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.measure.Latencies;
import dev.jetbridge.loadtest.measure.Spread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What the viewers of one event loop count. On that loop only. */
final class Tally {
  private final Spread spread = new Spread();
  private Map<Cohort, Histogram> latency = new EnumMap<>(Cohort.class);
  private Histogram connecting = Latencies.histogram();
  private Histogram loopLag = Latencies.histogram();
  private Histogram readLag = Latencies.histogram();
  private Map<String, Long> closes = new HashMap<>();
  private List<CatchUp> caughtUp = new ArrayList<>();
  private long delivered;
  private long bytes;
  private long opened;
  private long gone;
  private int open;
  private int stopped;
  private long measuredFrom = Long.MAX_VALUE;
  private long measuredUntil = Long.MAX_VALUE;

  void measure(long from, long until) {
    measuredFrom = from;
    measuredUntil = until;
  }

  void received(int length) {
    bytes += length;
  }

  void delivered(Cohort cohort, long seq, long due, long now, long waited) {
    delivered++;
    if (due >= measuredFrom && due < measuredUntil) {
      Latencies.record(latency.computeIfAbsent(cohort, key -> Latencies.histogram()), now - due);
      Latencies.record(readLag, waited);
      if (cohort == Cohort.STEADY) {
        spread.reached(seq, now);
      }
    }
  }

  void opened(long nanos) {
    opened++;
    open++;
    Latencies.record(connecting, nanos);
  }

  void closed(boolean wasOpen, String how) {
    open -= wasOpen ? 1 : 0;
    closes.merge(how, 1L, Long::sum);
  }

  void stopped() {
    stopped++;
  }

  void gone() {
    gone++;
  }

  void caughtUp(CatchUp one) {
    caughtUp.add(one);
  }

  void lag(long nanos) {
    Latencies.record(loopLag, nanos);
  }

  long goneCount() {
    return gone;
  }

  int stoppedCount() {
    return stopped;
  }

  Spread spread() {
    return spread;
  }

  /** What was counted since the last call, which begins anew. */
  Interval interval(LoopSide side, long loopCpuNanos) {
    Interval interval =
        new Interval(
            delivered,
            bytes,
            open,
            stopped,
            opened,
            side.missing(),
            side.findings().counts(),
            closes,
            latency,
            connecting,
            loopLag,
            readLag,
            loopCpuNanos,
            1,
            caughtUp);
    delivered = 0;
    bytes = 0;
    opened = 0;
    closes = new HashMap<>();
    latency = new EnumMap<>(Cohort.class);
    connecting = Latencies.histogram();
    loopLag = Latencies.histogram();
    readLag = Latencies.histogram();
    caughtUp = new ArrayList<>();
    return interval;
  }
}
