package dev.jetbridge.bridge.window;

import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An event handed to all members of a fan-out, who take it and do nothing with it: what comes on
 * top of their writes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class FanoutBench {
  private static final int BURST_BYTES = 32 * 1024;

  /** Members, all of one audience. */
  @Param({"1", "100", "1000"})
  public int members;

  /** Events handed out at a time. */
  @Param({"1", "16"})
  public int burst;

  private final Window window = new Window(1 << 10, 1L << 30);
  private final Taker taker = new Taker();
  private final Frames frames = SampleEvents.entry(1).frames();
  private Fanout<CountedBurst> fanout = new Fanout<>(window, CountedBurst::new, BURST_BYTES);
  private long sequence;

  /** Everyone joins. */
  @Setup
  public void join() {
    window.replace(0, Epoch.of("EVENTS", Instant.EPOCH));
    fanout = new Fanout<>(window, CountedBurst::new, BURST_BYTES);
    for (int i = 0; i < members; i++) {
      fanout.join(taker, SubjectFilters.ALL, Coding.V1);
    }
  }

  /** One event into the window; every so many of them are handed out. */
  @Benchmark
  public long event() {
    window.append(SampleEvents.entry(++sequence, frames));
    if (sequence % burst == 0) {
      fanout.run(burst);
    }
    return taker.bytes;
  }

  /** Nobody may have been left out. */
  @TearDown
  public void check() {
    long expected = sequence / burst * burst * members;
    if (taker.events != expected) {
      throw new IllegalStateException(
          taker.events + " deliveries found, expected " + expected + " of " + sequence + " events");
    }
  }
}
