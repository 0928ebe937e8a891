package dev.jetbridge.client.follow;

/** What to do when the cursor cannot be continued. */
enum OnGone {
  /** End with exit code 4 and leave the cursor file as it is. */
  FAIL,
  /** Say what is lost and go on with the oldest event that the stream still holds. */
  EARLIEST,
  /** Say what is lost and go on with the state of the stream, and what follows it. */
  SNAPSHOT;

  /** Reads it from the command line. */
  static final class Converter extends NamedChoice<OnGone> {
    Converter() {
      super(OnGone.class);
    }
  }
}
