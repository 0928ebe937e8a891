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
 * An event handed out by a fan-out of 500 members who take it and do nothing with it: each with a
 * filter of his own that one event of a hundred matches, so that five get each; and five members
 * who read everything, to compare.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class DistinctFiltersBench {
  private static final int SUBJECTS = 100;
  private static final int EACH = 5;
  private static final int BURST = 16;

  /** What the members read. */
  @Param({"ALL", "DISTINCT"})
  public Kind kind = Kind.ALL;

  private final Window window = new Window(1 << 10, 1L << 30);
  private final Taker taker = new Taker();
  private final Frames frames = SampleEvents.entry(1).frames();
  private final String[] subjects = new String[SUBJECTS];
  private Fanout<CountedBurst> fanout = new Fanout<>(window, CountedBurst::new, 32 * 1024);
  private long sequence;

  /** The filters measured. */
  public enum Kind {
    ALL,
    DISTINCT
  }

  /** Everyone joins. */
  @Setup
  public void join() {
    window.replace(0, Epoch.of("EVENTS", Instant.EPOCH));
    fanout = new Fanout<>(window, CountedBurst::new, 32 * 1024);
    for (int i = 0; i < SUBJECTS; i++) {
      String cell = "c-" + i;
      subjects[i] = "cellos.events.acme.cell." + cell + ".state";
      if (kind == Kind.DISTINCT) {
        join("cellos.events.acme.cell." + cell + ".state");
        join("cellos.events.acme.cell." + cell + ".>");
        join("cellos.events.acme.*." + cell + ".*");
        join("cellos.events.*.cell." + cell + ".state");
        join("cellos.*.*.cell." + cell + ".>");
      }
    }
    for (int i = 0; i < EACH && kind == Kind.ALL; i++) {
      join(">");
    }
  }

  private void join(String filter) {
    fanout.join(taker, SubjectFilters.of(filter), Coding.V1);
  }

  /** One event into the window, sixteen handed out at a time. */
  @Benchmark
  public long event() {
    sequence++;
    window.append(
        new Entry(sequence, subjects[(int) (sequence % SUBJECTS)], Instant.EPOCH, frames));
    if (sequence % BURST == 0) {
      fanout.run(BURST);
    }
    return taker.bytes;
  }

  /** Everyone must have had his own and nothing else. */
  @TearDown
  public void check() {
    long expected = sequence / BURST * BURST * EACH;
    if (taker.events != expected) {
      throw new IllegalStateException(
          taker.events + " deliveries found, expected " + expected + " of " + sequence + " events");
    }
  }
}
