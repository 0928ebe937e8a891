package dev.jetbridge.config;

/**
 * A password, token or key that must not be seen: its {@link #toString} is a mask, so that a secret
 * which strays into a log line, an exception or a printed configuration shows nothing.
 *
 * @param value the secret itself, not blank
 */
public record Secret(String value) {
  /** What stands for any secret wherever configuration is shown. */
  public static final String MASK = "********";

  public Secret {
    if (value.isBlank()) {
      throw new IllegalArgumentException("A secret is blank, expected at least one character");
    }
  }

  @Override
  public String toString() {
    return MASK;
  }
}
