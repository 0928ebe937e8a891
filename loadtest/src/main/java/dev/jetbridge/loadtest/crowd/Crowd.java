package dev.jetbridge.loadtest.crowd;

import java.time.Duration;

/**
 * Viewers, in this process or another. But where said, one thread at a time; calls wait for their
 * effect.
 */
public interface Crowd extends AutoCloseable {
  /** An event is about to be sent; viewers may be shown it from now on. Any thread. */
  void sent(long fingerprint, int subject);

  /** An event is in the stream. On the thread that hears acknowledgements. */
  void acknowledged(long seq, long fingerprint, int subject);

  /** Lets viewers in, over the time that takes; does not wait for them to connect. */
  void admit(Admission admission);

  /**
   * Cuts off viewers of the steady cohort without a close, all at once.
   *
   * @param share how many of them, 0 to 1
   * @param away how long they stay away
   * @return how many were cut off
   */
  int cut(double share, Duration away);

  /** Measures events that are due in a stretch of the run's time. */
  void measure(long from, long until);

  /** What happened since the last call. */
  Interval poll();

  /** How many viewers have not been shown all that is known to have been published. */
  int incomplete();

  /** Lets slow viewers read as fast as they can, and cuts off none any more. */
  void release();

  /** Settles what every viewer was owed, and disconnects them. */
  Ending finish();

  @Override
  void close();
}
