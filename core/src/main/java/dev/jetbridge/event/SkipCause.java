package dev.jetbridge.event;

/** Why a stored message is not an event and was passed by. */
public enum SkipCause {
  /** The bytes are not UTF-8 (RFC 3629): truncated, overlong, a surrogate, above U+10FFFF. */
  NOT_UTF8("not-utf8"),
  /** The text is not exactly one JSON value (RFC 8259); an empty payload and a BOM included. */
  NOT_JSON("not-json"),
  /** Arrays and objects lie deeper in one another than {@link EventReader#MAX_DEPTH}. */
  TOO_DEEP("too-deep"),
  /** The payload, or the event made from it, has more bytes than the reader takes. */
  TOO_LARGE("too-large"),
  /** The {@code ce-} headers do not make a CloudEvent. */
  BAD_BINARY("bad-binary");

  private final String label;

  SkipCause(String label) {
    this.label = label;
  }

  /**
   * Its name on the wire ({@code cause} of a {@code skipped} message) and in the metrics; ASCII,
   * stable, in need of no escape.
   */
  public String label() {
    return label;
  }
}
