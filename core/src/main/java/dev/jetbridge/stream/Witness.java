package dev.jetbridge.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of a stream by which the stream can be recognised: one that begins again under the same
 * creation time holds another event there, or none yet. The newest one known is kept; where the
 * stream no longer holds it, nobody can tell.
 *
 * <p>It comes from the state by which a reader found its stream, and then from what a consumer
 * delivered. No state read later counts: it may already be that of another stream.
 *
 * @param sequence where it stood
 * @param time the broker's time of it
 */
public record Witness(long sequence, Instant time) {
  /** The newer of one that is known and an event. */
  public static Witness newer(@Nullable Witness known, long sequence, Instant time) {
    return known != null && known.sequence >= sequence ? known : new Witness(sequence, time);
  }
}
