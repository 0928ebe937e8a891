package dev.jetbridge.snapshot;

/** Why an event has no place in the state and was kept out of it. */
public enum NoKey {
  /** What the key is made of is not in the event, is null or an empty string. */
  ABSENT("absent"),
  /** An object or array stands there; for CloudEvent attributes, anything but a string. */
  NOT_TEXT("not-text"),
  /** It holds a lone surrogate, or is a source with a space where the subject would follow. */
  MALFORMED("malformed"),
  /** It is longer than {@link KeyRule#MAX_BYTES}. */
  TOO_LONG("too-long");

  private final String label;

  NoKey(String label) {
    this.label = label;
  }

  /** Its name in the metrics. */
  public String label() {
    return label;
  }
}
