package dev.jetbridge.bridge.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * An event of {@code jetbridge.v1} compressed: once for everyone, and for one client with what it
 * was sent before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class CompressionBench {
  private static final int EVENTS = 1 << 12;

  /** Bytes of the events, about; the envelope comes on top. */
  @Param({"300", "3000"})
  public int size = 300;

  /** How hard the compressor tries; the product's own level is 1. */
  @Param({"1", "6"})
  public int level = 1;

  private final byte[][] events = new byte[EVENTS][];
  private final byte[] room = new byte[1 << 16];
  private Deflation alone = new Deflation(1);
  private Deflater own = new Deflater(1, true);
  private int next;

  /** Sums: of frames, and of their bytes before and after. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Sizes {
    public long frames;
    public long bytesBefore;
    public long bytesAfter;

    /** Each interval counts for itself. */
    @Setup(Level.Iteration)
    public void reset() {
      frames = 0;
      bytesBefore = 0;
      bytesAfter = 0;
    }
  }

  /** Events that differ as those of a stream do. */
  @Setup
  public void make() {
    Random random = new Random(1);
    for (int i = 0; i < EVENTS; i++) {
      events[i] = ServerFrames.text(message(i, random, size).getBytes(UTF_8));
    }
    alone = new Deflation(level);
    own = new Deflater(level, true);
  }

  /** What the compressor holds outside of the heap. */
  @TearDown
  public void end() {
    own.end();
  }

  private static String message(int sequence, Random random, int size) {
    StringBuilder json = new StringBuilder(size);
    String tenant = "t-" + random.nextInt(50);
    json.append("{\"seq\":" + (123_456_789 + sequence))
        .append(",\"subject\":\"cellos.events." + tenant + ".cell\"")
        .append(",\"time\":\"2026-03-04T05:06:07.%09dZ\"".formatted(random.nextInt(999_999_999)))
        .append(",\"event\":{\"specversion\":\"1.0\",\"id\":\"")
        .append(new UUID(random.nextLong(), random.nextLong()))
        .append("\",\"source\":\"/cells/eu-1/c-%04d\"".formatted(random.nextInt(2_000)))
        .append(",\"type\":\"cellos.cell.state\",\"subject\":\"formation/f-")
        .append(random.nextInt(100))
        .append(
            "\",\"time\":\"2026-03-04T05:06:07.%03dZ\",\"data\":{".formatted(random.nextInt(999)));
    for (int i = 0; json.length() < size + 90; i++) {
      json.append("\"m%d\":%d,".formatted(i, random.nextInt(1_000_000)));
    }
    return json.append("\"ok\":true}}}").toString();
  }

  private byte[] event() {
    next = (next + 1) & (EVENTS - 1);
    return events[next];
  }

  /** Once for everyone, by itself. */
  @Benchmark
  public byte[] shared(Sizes sizes) {
    byte[] frames = event();
    return counted(sizes, frames, alone.deflated(frames).length);
  }

  /** For one client, who keeps what came before. */
  @Benchmark
  public byte[] ofOneClient(Sizes sizes) {
    byte[] frames = event();
    own.setInput(ServerFrames.payload(frames));
    return counted(sizes, frames, own.deflate(room, 0, room.length, Deflater.SYNC_FLUSH));
  }

  private static byte[] counted(Sizes sizes, byte[] frames, int after) {
    sizes.frames++;
    sizes.bytesBefore += frames.length;
    sizes.bytesAfter += after;
    return frames;
  }
}
