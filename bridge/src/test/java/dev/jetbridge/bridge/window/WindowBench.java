package dev.jetbridge.bridge.window;

import dev.jetbridge.stream.Epoch;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A full window of 65,536 entries: its two ends, and its readers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class WindowBench {
  private static final int CAPACITY = 1 << 16;

  private final Window window = new Window(CAPACITY, 1L << 30);
  private final int[] places = new Random(1).ints(1 << 14, 0, CAPACITY).toArray();
  private final Frames frames = SampleEvents.entry(1).frames();
  private Window.Reader searching = window.reader();
  private Window.Reader walking = window.reader();
  private Window.Reader level = window.reader();
  private long position;
  private long levelPosition;
  private int place;
  private long sequence;

  /** Full before anything is measured. */
  @Setup
  public void fill() {
    window.replace(0, Epoch.of("EVENTS", Instant.EPOCH));
    for (int i = 0; i < CAPACITY; i++) {
      append();
    }
    searching = window.reader();
    walking = window.reader();
    level = window.reader();
    levelPosition = window.head();
  }

  private Entry appended() {
    sequence++;
    return SampleEvents.entry(sequence, frames);
  }

  /** An entry in, the oldest one out. */
  @Benchmark
  public void append() {
    window.append(appended());
  }

  /** The same, read by one who is level. */
  @Benchmark
  public @Nullable Entry appendAndRead() {
    window.append(appended());
    Entry entry = level.read(levelPosition);
    levelPosition = window.head();
    return entry;
  }

  /** The next entry of one who walks through all of it. */
  @Benchmark
  public @Nullable Entry readOn() {
    Entry entry = walking.read(position);
    position = entry == null ? window.floor() : entry.sequence();
    return entry;
  }

  /** The first entry of one who has just come, anywhere. */
  @Benchmark
  public @Nullable Entry readFirst() {
    place = (place + 1) & (places.length - 1);
    searching.forget();
    return searching.read(window.floor() + places[place]);
  }
}
