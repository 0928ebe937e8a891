package dev.jetbridge.client;

/** Thrown by the iterator of a feed that ended although nobody stopped it. */
public final class FeedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  FeedException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /** Why the feed ended. */
  public Failure failure() {
    return failure;
  }
}
