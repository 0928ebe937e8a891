package dev.jetbridge.loadtest.publish;

/** Takes what the broker says of events sent. On the thread that hears it, one at a time. */
public interface Acknowledgements {
  /** An event is about to be sent. On the publishing thread. */
  void sending(long fingerprint, int subject);

  /**
   * An event is stored.
   *
   * @param nanos from sending to acknowledgement
   */
  void stored(long seq, long fingerprint, int subject, long nanos);

  /** An event was refused. */
  void refused(long fingerprint, String reason);
}
