package dev.jetbridge.bridge.window;

import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.stream.StreamMessage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** An event on its way into the window: judged, spliced and framed, for one format or for both. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class EncodeBench {
  private final StreamMessage message = SampleEvents.message(123_456_789);

  /** For feeds of {@code jetbridge.v1}. */
  @Benchmark
  public byte @Nullable [] detailed() {
    return SampleEvents.ENCODER.apply(message).in(Coding.V1);
  }

  /** For plain feeds as well. */
  @Benchmark
  public byte @Nullable [] detailedAndPlain() {
    return SampleEvents.ENCODER.apply(message).in(Coding.PLAIN);
  }
}
