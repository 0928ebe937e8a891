package dev.jetbridge.bridge.window;

import dev.jetbridge.stream.StreamShape.Retention;
import dev.jetbridge.stream.StreamState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the tail knows of its stream: kept for those who ask, on any thread, and told to those who
 * listen. Written on the tail's loop.
 */
final class TailReport {
  private final TailListener listener;
  private volatile Upstream upstream;
  private volatile @Nullable String refusal;
  private @Nullable StreamState stream;

  TailReport(TailListener listener, Instant now) {
    this.listener = listener;
    this.upstream = new Upstream(false, now, false, null, "not started");
  }

  Upstream upstream() {
    return upstream;
  }

  @Nullable String refusal() {
    return refusal;
  }

  /** The newest state of the stream that is read, null before there is one. */
  @Nullable StreamState stream() {
    return stream;
  }

  void learn(StreamState state) {
    stream = state;
    refusal = null;
    upstream = upstream.withState(state);
  }

  void reading(Instant now) {
    tell(upstream.reading(now));
  }

  void filled(boolean now) {
    tell(upstream.withFilled(now));
  }

  void lost(Instant now, String why) {
    tell(upstream.lost(now, why));
  }

  /** A stream was found that must not be read. */
  void refused(Instant now, StreamState state) {
    String why =
        "stream "
            + state.stream()
            + " of retention "
            + state.shape().retention()
            + " found, expected "
            + Retention.LIMITS
            + ": reading it would take its messages away";
    refusal = why;
    tell(upstream.withState(state).lost(now, why));
  }

  private void tell(Upstream now) {
    boolean changed =
        now.reading() != upstream.reading()
            || now.filled() != upstream.filled()
            || now.isRefused() != upstream.isRefused();
    upstream = now;
    if (changed) {
      listener.upstream(now);
    }
  }
}
