package dev.jetbridge.snapshot;

/** What of a message names the thing that it is about. */
public sealed interface KeyRule {
  /** The longest key, in bytes of UTF-8. */
  int MAX_BYTES = 4096;

  /** The NATS subject that it was published to. */
  record Subject() implements KeyRule {}

  /** The CloudEvent's {@code source}. */
  record Source() implements KeyRule {}

  /** The CloudEvent's {@code subject}. */
  record EventSubject() implements KeyRule {}

  /**
   * The CloudEvent's {@code source} and {@code subject}, one space between them. A source that
   * holds a space, which no URI does (RFC 3986), makes no key: two pairs must not come to one.
   */
  record SourceAndSubject() implements KeyRule {}

  /**
   * The string, number or boolean at this place of the event. A number counts as it is spelled, so
   * that {@code 1} and {@code "1"} are one key and {@code 1.0} is another.
   */
  record At(JsonPointer pointer) implements KeyRule {}

  /** Whether every event of one key has one subject, and every subject one key. */
  default boolean isSubject() {
    return this instanceof Subject;
  }
}
