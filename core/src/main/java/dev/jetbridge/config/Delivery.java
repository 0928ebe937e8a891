package dev.jetbridge.config;

/** How a session gets its events once it has caught up. */
public enum Delivery {
  /** From the window that one shared reader of the stream fills for all. */
  SHARED,
  /** From a JetStream consumer of its own, for as long as it is connected. */
  DEDICATED
}
