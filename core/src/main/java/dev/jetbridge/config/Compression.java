package dev.jetbridge.config;

/** What is compressed of what clients are sent. */
public enum Compression {
  /** Nothing. */
  OFF,
  /** Events, once for all clients that agree to messages compressed each by itself. */
  SHARED
}
