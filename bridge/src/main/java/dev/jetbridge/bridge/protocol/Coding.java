package dev.jetbridge.bridge.protocol;

/** How the events of a feed are put on the wire: in which dialect, compressed or not. */
public enum Coding {
  PLAIN(Format.PLAIN, false),
  V1(Format.V1, false),
  PLAIN_DEFLATED(Format.PLAIN, true),
  V1_DEFLATED(Format.V1, true);

  private final Format format;
  private final boolean deflated;

  Coding(Format format, boolean deflated) {
    this.format = format;
    this.deflated = deflated;
  }

  public static Coding of(Format format, boolean deflated) {
    return switch (format) {
      case PLAIN -> deflated ? PLAIN_DEFLATED : PLAIN;
      case V1 -> deflated ? V1_DEFLATED : V1;
    };
  }

  /** The dialect. */
  public Format format() {
    return format;
  }

  /** Whether events are compressed (RFC 7692), where that makes them smaller. */
  public boolean isDeflated() {
    return deflated;
  }
}
