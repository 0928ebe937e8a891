package dev.jetbridge.config;

/** Whether the console is served on the data port, beside the admin port. */
public enum Console {
  /** It is not there. */
  OFF,
  /** It is, to anybody; what it shows needs a token. */
  ON
}
