package dev.jetbridge.loadtest.run;

import dev.jetbridge.loadtest.crowd.Crowd;
import dev.jetbridge.loadtest.measure.Latencies;
import dev.jetbridge.loadtest.publish.Acknowledgements;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What the broker has taken, counted and passed on to the crowd, which is to know it first. */
final class Acks implements Acknowledgements {
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile String refusal = "";
  private final Histogram times = Latencies.histogram();
  private volatile @Nullable Crowd crowd;
  private volatile boolean measuring;

  /** Who is told; to be set before anything is sent. */
  void tell(Crowd whom) {
    crowd = whom;
  }

  /** Whether times count from now on. */
  void measuring(boolean now) {
    measuring = now;
  }

  private Crowd crowd() {
    return Objects.requireNonNull(crowd, "an event was sent before there was a crowd");
  }

  @Override
  public void sending(long fingerprint, int subject) {
    crowd().sent(fingerprint, subject);
  }

  @Override
  public void stored(long seq, long fingerprint, int subject, long nanos) {
    crowd().acknowledged(seq, fingerprint, subject);
    stored.incrementAndGet();
    if (measuring) {
      synchronized (times) {
        Latencies.record(times, nanos);
      }
    }
  }

  @Override
  public void refused(long fingerprint, String reason) {
    refused.incrementAndGet();
    refusal = refusal.isEmpty() ? reason : refusal;
  }

  long stored() {
    return stored.get();
  }

  long refused() {
    return refused.get();
  }

  /** The first reason given, empty where there is none. */
  String refusal() {
    return refusal;
  }

  /** From sending to acknowledgement, in nanoseconds. */
  Histogram times() {
    synchronized (times) {
      return times.copy();
    }
  }
}
