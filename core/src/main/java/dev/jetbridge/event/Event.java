package dev.jetbridge.event;

/** What a stored message comes to: an event, or a reason to pass it by. */
public sealed interface Event {
  /** The message is an event. Immutable as long as nobody writes to its bytes. */
  final class Accepted implements Event {
    private final byte[] json;

    /** Takes the bytes as they are, without a copy. */
    Accepted(byte[] json) {
      this.json = json;
    }

    /**
     * One JSON value in UTF-8, perhaps with white space around it, ready to stand as a member of an
     * object. Where the message was not a CloudEvent in binary mode these are the payload's own
     * bytes. Read only.
     */
    public byte[] json() {
      return json;
    }

    @Override
    public String toString() {
      return "event of " + json.length + " bytes";
    }
  }

  /**
   * The message is not an event.
   *
   * @param cause the first of its defects
   */
  record Skipped(SkipCause cause) implements Event {}
}
