package dev.jetbridge.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * One stream of a broker, read without ever blocking the caller. Thread-safe.
 *
 * <p>Stages complete on a thread of the source, exceptionally with {@link StreamFailure.Failed}
 * only; hop to your own thread before touching state.
 */
public interface StreamSource extends AutoCloseable {
  /** For the position of a replay: whatever the stream still holds. */
  long EARLIEST = -1;

  /** For the position of a replay: the last message of each subject, then what is stored later. */
  long LAST_PER_SUBJECT = -2;

  /**
   * The stream's state, by a request <em>sent</em> after this call. Callers share a request: while
   * one is under way all further ones wait for the next.
   */
  CompletionStage<StreamState> state();

  /** The broker's time of the message at exactly this sequence; empty where it is not held. */
  CompletionStage<Optional<Instant>> timeAt(long sequence);

  /**
   * Opens an ephemeral consumer after {@code position}. Creates beyond the bound on those in flight
   * wait their turn.
   *
   * @param position the position to start after, {@link #EARLIEST} or {@link #LAST_PER_SUBJECT}
   * @param filters what to deliver; the broker may deliver more, so that readers filter again
   * @param executor where the listener is called; accepts tasks until the replay is closed
   */
  Replay replay(long position, SubjectFilters filters, Replay.Listener listener, Executor executor);

  /** Says from now on when the broker is lost and found; the first call tells the present state. */
  void onConnection(ConnectionListener listener);

  /** Closes the connections, draining nothing; waits no longer than the given time. */
  void close(Duration atMost);

  @Override
  default void close() {
    close(Duration.ofSeconds(2));
  }

  /** Told of the broker's loss and return, on a thread of the source. */
  interface ConnectionListener {
    /** The broker was found. */
    void connected();

    /** The broker was lost; {@code since} says when that was noticed. */
    void disconnected(Instant since);
  }
}
