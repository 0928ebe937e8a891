package dev.jetbridge.bridge.window;

import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.bridge.session.Session;
import dev.jetbridge.bridge.session.SessionState;
import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.SubjectFilters;
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
 * A live session that has fallen behind its fan-out and reads the window for itself until it is
 * level again, over and over: an event of that, up to the outlet, which takes everything.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class SessionBench {
  private static final int BURST = 16;

  /** What the session reads: everything, or nothing of what comes. */
  @Param({">", "cellos.events.other.>"})
  public String filter = ">";

  private final Window window = new Window(1 << 10, 1L << 30);
  private final Frames frames = SampleEvents.entry(1).frames();
  private final Viewer viewer = new Viewer(window);
  private Session session = session(SubjectFilters.ALL);
  private long sequence;

  /** Live before anything is measured. */
  @Setup
  public void open() {
    window.replace(0, Viewer.EPOCH);
    session = session(SubjectFilters.of(filter));
    session.begin();
    if (session.state() != SessionState.LIVE) {
      throw new IllegalStateException(session.state() + " found, expected a live session");
    }
  }

  private Session session(SubjectFilters filters) {
    return new Session(
        new Session.Request(
            "bench", new StartPoint.After(new Cursor(0, Viewer.EPOCH, null)), filters, Coding.V1),
        viewer.feed(),
        viewer,
        viewer,
        viewer);
  }

  /** One event into the window; sixteen are read together. */
  @Benchmark
  public long event() {
    window.append(SampleEvents.entry(++sequence, frames));
    if (sequence % BURST == 0) {
      session.fellBehind(sequence - BURST);
    }
    return viewer.bytes;
  }

  /** Nothing may have been left out. */
  @TearDown
  public void check() {
    long expected = filter.equals(">") ? sequence / BURST * BURST : 0;
    if (viewer.events != expected) {
      throw new IllegalStateException(
          viewer.events + " deliveries found, expected " + expected + " of " + sequence);
    }
  }
}
