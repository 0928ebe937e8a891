package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.metrics.DeliveryMeters;
import dev.jetbridge.bridge.metrics.Metrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A burst handed to a socket that takes everything at once: what we add to Netty's own write, by
 * which the kernel's is not reached.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class BurstBench {
  private static final int EVENT_BYTES = 400;

  private final EmbeddedChannel channel = new EmbeddedChannel(new Sink());
  private final NettyLoop loop = new NettyLoop(channel.eventLoop());
  private final Metrics metrics = new Metrics();
  private final Outbox uncounted = new Outbox(channel, loop, new Uncounted(), () -> {}, () -> {});
  private final Outbox counted =
      new Outbox(channel, loop, new DeliveryMeters(metrics, Clock.systemUTC()), () -> {}, () -> {});
  private final ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer(4096);
  private final SharedBurst burst = new SharedBurst(buffer);

  /** One event in it. */
  public BurstBench() {
    burst.add(new byte[EVENT_BYTES], Instant.now());
  }

  /** Netty alone: a share of the buffer, through the pipeline. */
  @Benchmark
  public void bareWrite() {
    channel.write(buffer.retainedDuplicate(), channel.voidPromise());
    channel.flush();
  }

  /** By way of the outbox. */
  @Benchmark
  public void outbox() {
    requireTaken(uncounted.burst(burst));
  }

  /** The same, counted and timed for the metrics. */
  @Benchmark
  public void outboxAndMetrics() {
    requireTaken(counted.burst(burst));
  }

  private static void requireTaken(boolean taken) {
    if (!taken) {
      throw new IllegalStateException("refusal found, expected the burst to be taken");
    }
  }

  /** Nothing may be held twice. */
  @TearDown
  public void release() {
    burst.release();
    if (buffer.refCnt() != 0) {
      throw new IllegalStateException(buffer.refCnt() + " shares found, expected none");
    }
    channel.finishAndReleaseAll();
    metrics.close();
  }
}
