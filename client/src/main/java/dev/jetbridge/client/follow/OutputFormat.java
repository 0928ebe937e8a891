package dev.jetbridge.client.follow;

/** The forms in which events are written. */
enum OutputFormat {
  /** The whole message as received, one a line. */
  JSON,
  /** The event alone as published, one a line. */
  EVENT,
  /** For people: time, subject and sequence, then the event indented. */
  PRETTY;

  /** Reads it from the command line. */
  static final class Converter extends NamedChoice<OutputFormat> {
    Converter() {
      super(OutputFormat.class);
    }
  }
}
