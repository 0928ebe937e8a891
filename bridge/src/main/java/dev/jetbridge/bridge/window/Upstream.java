package dev.jetbridge.bridge.window;

import dev.jetbridge.stream.StreamShape.Retention;
import dev.jetbridge.stream.StreamState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the tail knows of the stream, as of its last word.
 *
 * @param reading whether the tail reads the stream; false while the broker or the stream is lost
 * @param since when it began or ceased to
 * @param filled whether the window has been filled since the start or since the stream was replaced
 * @param state the last state read, null before the first
 * @param fault why the tail does not read, null while it does
 */
public record Upstream(
    boolean reading,
    Instant since,
    boolean filled,
    @Nullable StreamState state,
    @Nullable String fault) {

  /** Whether sessions may be served from the window. */
  public boolean isUsable() {
    return filled && state != null && !isRefused();
  }

  /** Whether the stream is one that must not be read: any reader would take its messages away. */
  public boolean isRefused() {
    return state != null && state.shape().retention() != Retention.LIMITS;
  }

  Upstream withState(StreamState newer) {
    return new Upstream(reading, since, filled, newer, fault);
  }

  Upstream withFilled(boolean now) {
    return new Upstream(reading, since, now, state, fault);
  }

  Upstream reading(Instant now) {
    return reading ? this : new Upstream(true, now, filled, state, null);
  }

  Upstream lost(Instant now, String why) {
    return new Upstream(false, reading ? now : since, filled, state, why);
  }
}
