package dev.jetbridge.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
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
import org.openjdk.jmh.annotations.Warmup;

/** What a fold does a second over 100,000 keys of about 300 bytes, in no order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FoldBench {
  static final int KEYS = 100_000;
  private static final Instant TIME = Instant.parse("2026-03-04T05:06:07.123456789Z");

  /** Which key and reduction. */
  @Param({"SUBJECT", "SOURCE", "MERGE"})
  public Kind kind = Kind.SUBJECT;

  private final int[] order = new Random(1).ints(1 << 20, 0, KEYS).toArray();
  private final String[] subjects = new String[KEYS];
  private final byte[][] payloads = new byte[KEYS][];
  private Fold fold = fold(Kind.SUBJECT);
  private long sequence;

  /** The projections measured. */
  public enum Kind {
    SUBJECT,
    SOURCE,
    MERGE
  }

  static Fold fold(Kind kind) {
    Projection projection =
        new Projection(
            kind == Kind.SUBJECT ? new KeyRule.Subject() : new KeyRule.Source(),
            kind == Kind.MERGE ? Reduction.MERGE : Reduction.LATEST,
            kind == Kind.SUBJECT ? Deletion.NONE : Deletion.of(true, "*.deleted"),
            SubjectFilters.ALL,
            1 << 20);
    return new Fold(projection, Label.before("EVENTS", Messages.EPOCH, 0, true));
  }

  /** An event of 300 bytes. */
  static byte[] payload(int key) {
    return """
    {"specversion":"1.0","id":"5f1c9a0e-7b7d-4a55-9d5e-0c6f4f6f3b1a","source":"/cells/c-%06d",\
    "type":"cellos.cell.state","subject":"formation/f-17/cell/c-0042",\
    "time":"2026-03-04T05:06:07.123Z","datacontenttype":"application/json",\
    "data":{"from":"starting","to":"running","attempt":1,"cpu":0.25,"ok":true}}\
    """
        .formatted(key)
        .getBytes(UTF_8);
  }

  static String subject(int key) {
    return "cellos.events.cell.c-%06d".formatted(key);
  }

  /** Every key is held before anything is measured. */
  @Setup
  public void fill() {
    fold = fold(kind);
    for (int key = 0; key < KEYS; key++) {
      subjects[key] = subject(key);
      payloads[key] = payload(key);
      message(key);
    }
  }

  private void message(int key) {
    fold.message(new StreamMessage(++sequence, subjects[key], TIME, Map.of(), payloads[key]));
  }

  /** The fold alone. */
  @Benchmark
  public void fold() {
    message(order[(int) sequence & (order.length - 1)]);
  }

  /** The fold, and a version taken at every thousandth event, as at 300 a second. */
  @Benchmark
  public Object foldWithVersions() {
    message(order[(int) sequence & (order.length - 1)]);
    return sequence % 1000 == 0 ? fold.version() : fold;
  }
}
