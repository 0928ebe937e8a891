package dev.jetbridge.stream;

import java.util.List;

/**
 * One ephemeral reader of the stream: pulled from at the pace of whoever reads it, in stream order,
 * from the position it was opened at. What it delivers is the broker's word, not yet a proof.
 *
 * <p>Its methods may be called on any thread and never block. Its listener is called on the
 * executor it was opened with, one call at a time.
 */
public interface Replay extends AutoCloseable {
  /** For {@code maxBytes}: no bound. */
  int UNBOUNDED = 0;

  /**
   * Asks for up to {@code messages} more, of together up to {@code maxBytes}. Several asks may be
   * under way. Before {@link Listener#opened} it has no effect.
   */
  void pull(int messages, int maxBytes);

  /** Deletes the consumer, best effort; nothing reaches the listener afterwards. Idempotent. */
  @Override
  void close();

  /** What a replay tells its reader. */
  interface Listener {
    /**
     * The broker made the consumer.
     *
     * @param effective the position it really starts after ({@code delivered.stream_seq} of the
     *     create reply): above what was asked where messages are gone, below where it lay ahead
     * @param after the stream's state, read after the create reply arrived
     */
    void opened(long effective, StreamState after);

    /** More has arrived; never empty. */
    void delivered(List<Delivery> deliveries);

    /** It ended by no wish of the reader, or could not be opened. Nothing follows. */
    void failed(StreamFailure failure);
  }
}
