package dev.jetbridge.stream;

/**
 * What kept the broker from answering, as a value: expected in the life of a bridge.
 *
 * @param kind what to do about it
 * @param detail what was found and what was expected, fit for a log; holds no secret
 */
public record StreamFailure(Kind kind, String detail) {
  /** What to do about a failure. */
  public enum Kind {
    /** No connection, no answer in time, no leader: try again. */
    UNAVAILABLE,
    /** The stream does not exist. */
    STREAM_MISSING,
    /** The consumer is gone (deleted, expired, its server lost): open again. */
    CONSUMER_LOST,
    /** The broker makes no more consumers (JetStream error 10026 and account limits). */
    CONSUMER_LIMIT,
    /** The NATS user lacks a right, named in the detail. */
    FORBIDDEN,
    /** Anything else that the broker refused. */
    REFUSED,
    /** The source reads over another connection now: open again at once. */
    MOVED
  }

  /** Carries a failure through a {@link java.util.concurrent.CompletionStage}. */
  public static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient StreamFailure failure;

    public Failed(StreamFailure failure) {
      super(failure.kind() + ": " + failure.detail());
      this.failure = failure;
    }

    public StreamFailure failure() {
      return failure;
    }
  }

  /** The failure that an exception stands for; an unforeseen one counts as {@code REFUSED}. */
  public static StreamFailure of(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof Failed failed) {
        return failed.failure();
      }
    }
    return new StreamFailure(Kind.REFUSED, thrown.toString());
  }
}
